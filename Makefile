# Atelier: `make run` opens the dashboard, `make test` tells whether all of it works, `make` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8501
GPU ?= 0
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
LOCK := $(if $(filter 1,$(GPU)),requirements-gpu.txt,requirements.txt)
READY := $(VENV)/.ready-$(basename $(LOCK))
TEST_READY := $(VENV)/.ready-requirements-dev
TOGETHER := -n 3 --dist loadgroup --no-loadscope-reorder

.PHONY: help setup setup-test run test test-fast check lint format types imports bench lock screenshots clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Atelier needs Python 3.11, 3.12 or 3.13, and none was found. Install one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); bash .ci/install-venv "$(PYTHON)" && $(PYTHON) -m venv $(VENV); }

$(READY): $(LOCK) pyproject.toml | $(BIN)/python
	@echo "Installing what Atelier needs into $(VENV) (once; a minute or two) …"
	@$(BIN)/python -m pip uninstall --quiet --yes $(if $(filter 1,$(GPU)),tensorflow-cpu,nothing-to-remove) 2>/dev/null || true
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@rm -f $(VENV)/.ready-requirements*; touch $@

$(TEST_READY): requirements-dev.txt $(READY)
	@echo "Installing what testing needs into $(VENV) (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

setup: $(READY) ## put the environment in .venv (GPU=1: with CUDA)

setup-test: $(TEST_READY) ## the same with what testing needs, a browser included
	@$(BIN)/python -m tests.browser.install

run: setup ## open the dashboard on 127.0.0.1:8501 (PORT= changes it, GPU=1 takes the CUDA build)
	@$(BIN)/atelier dataset sample --if-none
	@exec $(BIN)/python -m streamlit run dashboard/app.py --server.port $(PORT)

test: setup-test ## run every test: unit, pages and a real browser
	@$(BIN)/python -m pytest -q $(TOGETHER)

test-fast: $(TEST_READY) ## only the tests that need no browser
	@$(BIN)/python -m pytest -q $(TOGETHER) -m "not browser"

lint: $(TEST_READY) ## style: ruff's rules and format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(TEST_READY) ## rewrite to that style
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: $(TEST_READY) ## mypy, strict on core and dashboard
	@$(BIN)/mypy

imports: $(TEST_READY) ## who may import whom
	@$(BIN)/lint-imports --no-cache

check: lint types imports test ## what must be green before a commit; CI runs this

bench: setup-test ## every benchmark, one JSON line each; fails at the end where a limit was missed
	@missed=0; for b in tests/benchmarks/bench_*.py; do $(BIN)/python -m $$(echo $${b%.py} | tr / .) || missed=1; done; \
	$(BIN)/python -m tests.benchmarks.bench_every_page memory || missed=1; exit $$missed

lock: $(TEST_READY) ## resolve pyproject.toml anew into the complete locks
	@$(BIN)/python .ci/lock.py

screenshots: setup-test ## take the pictures of the documentation again
	@$(BIN)/python -m pytest -q tests/browser --screenshots docs/screenshots

clean: ## remove the environment and caches (never data or artifacts)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info
