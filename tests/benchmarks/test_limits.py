"""A benchmark that misses its limit says so, and can be told by its exit status."""

import json

from tests.benchmarks import report as reporting
from tests.benchmarks.report import limits_missed, report


def test_a_missed_limit_is_told(capsys, monkeypatch):
    monkeypatch.setattr(reporting, "_MISSED", [])
    assert report("fast", 30, 2, "pictures/s", {"size_px": 100}, least_ratio=15)
    assert not report("slow", 29.9, 2, "pictures/s", {"size_px": 100}, least_ratio=15)
    assert report("page", 0.3, 0.3, "s", "a page", lower_is_better=True, least_ratio=1)
    assert not report("page", 0.31, 0.3, "s", "a page", lower_is_better=True, least_ratio=1)
    assert report("free", 1, None, "s", "no limit")
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[0]["detail"] == {"size_px": 100, "least_ratio": 15} and lines[-1]["detail"] == "no limit"
    assert [line.split(":")[0] for line in err.splitlines()] == ["slow", "page"]
    assert limits_missed() == 2
