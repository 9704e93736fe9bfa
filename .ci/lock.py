"""Resolve pyproject.toml into requirements*.txt: every package pinned, for every platform and Python."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADER = "# Made by `make lock` from pyproject.toml; change that, not this.\n"


def resolve(target: str, *options: str, ending: str = "-e .\n") -> None:
    """Write one lock; the CPU locks end in `-e .`, so that `pip install -r` alone gives a working app."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--no-header", "--upgrade", *options, "pyproject.toml"]
    pins = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (ROOT / target).write_text(f"{HEADER}{pins}{ending}", encoding="utf-8")
    print(f"{target}: {sum('==' in line for line in pins.splitlines())} packages")


if __name__ == "__main__":
    resolve("requirements.txt")
    resolve("requirements-dev.txt", "--group", "dev", "--extra", "kaggle", "--extra", "login", "--extra", "faiss")
    # The CUDA build must not have the CPU build beside it, and `-e .` would ask for that one.
    resolve("requirements-gpu.txt", "--extra", "gpu", "--overrides", ".ci/cuda-overrides.txt", ending="")
