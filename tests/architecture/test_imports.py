"""`make imports` fails where the layout is broken: each kind of breach is planted in a copy and reported by name."""

import shutil
import subprocess
import sys
from pathlib import Path

from core.environment import PROJECT_ROOT

# One file a breach: it imports what its place forbids.
PLANTED = {
    "dashboard/features/balance/planted.py": "import dashboard.features.gallery\n",
    "dashboard/charts/planted.py": "import streamlit\n",
    "core/dataset/planted.py": "import core.runs\n",
    "core/graph/planted_one.py": "def later():\n    import core.graph.planted_two\n",
    "core/graph/planted_two.py": "import core.graph.planted_one\n",
    "core/report/planted.py": "import keras\n",
}
BROKEN = {
    "a feature never imports another": "dashboard.features.balance is not allowed to import dashboard.features.gallery",
    "charts are pure figure builders": "dashboard.charts is not allowed to import streamlit",
    "the floors of core: imports go down only": "core.dataset is not allowed to import core.runs",
    "no circles, at any level": "No cycles are allowed in core.graph",
    "the process that serves never imports keras": "core.report is not allowed to import keras",
}


def test_every_kind_of_breach_is_reported(tmp_path):
    for folder in ("core", "dashboard"):
        shutil.copytree(PROJECT_ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT_ROOT / "pyproject.toml", tmp_path)
    for path, source in PLANTED.items():
        (tmp_path / path).write_text(source, "utf-8")
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = " ".join(checked.stdout.split())
    assert checked.returncode == 1
    for contract, sentence in BROKEN.items():
        assert f"{contract} BROKEN" in said
        assert sentence in said
