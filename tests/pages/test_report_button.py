"""The report button: it is there, it makes the file when asked, and says when there are too many runs."""

from core.runs.store import RunStore
from dashboard.ui.report_button import MOST_RUNS, _report
from tests.fabricated_results import answers_for, fabricate_results


def button_of(app, key: str = "compare.report"):
    (button,) = [found for found in app.get("download_button") if key in found.proto.id]
    return button.proto


def test_it_makes_a_report_of_the_runs_that_are_shown(open_app, dataset):
    answers = answers_for(dataset)
    for name in ("a", "b"):
        fabricate_results(name, answers, rounds=5)
    assert not button_of(open_app("compare")).disabled
    assert not button_of(open_app("run", run="a"), "run.report").disabled
    assert not button_of(open_app("showcase", chapter="try"), "showcase.report").disabled
    RunStore().delete("a")
    html = _report(["a", "b"]).decode("utf-8")
    RunStore().delete("b")
    assert "None of these runs is here any more" in _report(["a", "b"]).decode("utf-8")
    assert html.startswith("<!DOCTYPE html>") and 'id="run-1"' in html and 'id="run-2"' not in html


def test_too_many_runs_are_refused_with_the_reason(open_app, dataset):
    answers = answers_for(dataset)
    for number in range(MOST_RUNS + 1):
        fabricate_results(f"r{number:02}", answers, rounds=2)
    button = button_of(open_app("compare"))
    assert button.disabled and "12 runs at most" in button.help
