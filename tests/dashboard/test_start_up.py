"""After the server has loaded early what pages need, no page has to."""

import json
import subprocess
import sys

from core.environment import PROJECT_ROOT

LOAD_THEN_VISIT = """
import ast, gc, importlib, json, pathlib, sys
import dashboard.app
from dashboard.shell.server import load_all_widgets
load_all_widgets()
before = set(sys.modules)
for page in sorted(pathlib.Path("pages").glob("*.py")):
    for node in ast.parse(page.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            importlib.import_module(node.module)
        elif isinstance(node, ast.Import):
            [importlib.import_module(name.name) for name in node.names]
print(json.dumps({"late": sorted(set(sys.modules) - before), "frozen": gc.get_freeze_count(),
                  "keras": [name for name in ("tensorflow", "keras") if name in sys.modules]}))
"""


def test_pages_find_their_code_loaded_and_the_server_without_tensorflow():
    done = subprocess.run([sys.executable, "-c", LOAD_THEN_VISIT], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["late"] == [] and told["keras"] == []
    assert told["frozen"] > 100_000
