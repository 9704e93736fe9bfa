"""The report: what is in it, what is said where something is missing, and that names never become markup."""

import json
import re
import shutil

import pytest

from core.dataset.artists.table import builtin_artists
from core.environment import PROJECT_ROOT, artifacts_root
from core.errors import InvalidInputError, NotFoundError, ReadOnlyError
from core.evaluation.comparing import compare_runs
from core.evaluation.predictions import PREDICTIONS_FILE, run_predictions
from core.report import build_report, write_report
from core.report.gathering import gather_runs
from core.runs import folder as files
from core.runs.store import RunStore
from core.training import TrainConfig
from core.training.config.command_line import train_command
from dashboard.theme import CATEGORICAL, DARK, LIGHT, SEQUENTIAL, Palette
from tests.benchmarks.bench_report import LARGEST_BYTES, RUNS, make_dataset, make_runs
from tests.core.report.conftest import HOSTILE
from tests.core.report.reading import body_words, elements, parse, words
from tests.fabricated_results import answers_for, fabricate_results
from tests.fabricated_runs import fabricate_run

CHAPTERS = ("data", "split", "settings", "curves", "comparison", "runs", "reproduce", "measures")


def built(run_ids, **more) -> str:
    return build_report(run_ids, rounds=50, **more).html


def test_it_is_valid_html_and_every_link_inside_leads_somewhere(run_ids):
    tree = parse(built(run_ids))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    links = [link.get("href") for link in elements(tree, "a")]
    assert len(ids) == len(set(ids))
    assert set(CHAPTERS) <= set(ids)
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)


def test_five_runs_of_fifty_artists_stay_small_enough_to_be_sent(tmp_path):
    html = built(make_runs(make_dataset(tmp_path, pictures_each=4)))
    tree = parse(html)
    pictures = [source for element in tree.iter() if (source := element.get("src"))]
    assert len(pictures) >= RUNS and all(artist.name in html for artist in builtin_artists())
    assert len(html.encode()) < LARGEST_BYTES


def test_nothing_in_it_asks_a_network(run_ids):
    html = built(run_ids)
    tree = parse(html)
    sources = [element.get("src") for element in tree.iter() if element.get("src")]
    assert sources and all(source.startswith("data:image/webp;base64,") for source in sources)
    assert not elements(tree, "link") and not elements(tree, "iframe")
    style = words(elements(tree, "style")[0])
    assert "url(" not in style and "@import" not in style
    policy = elements(tree, "meta")[1].get("content")
    assert "default-src 'none'" in policy and "script-src 'sha256-" in policy


def test_the_encoders_of_a_probe_count_among_its_parameters(dataset):
    probe = TrainConfig("tiny", model="probe", encoders=("palette_texture", "resnet50"))
    fabricate_results("p", answers_for(dataset), config=probe)
    assert f"{1061 + 23_587_712:,}" in body_words(parse(built(["p"])))


def test_names_stay_text_wherever_they_stand(run_ids):
    html = built(run_ids, title=HOSTILE)
    tree = parse(html)
    assert words(elements(tree, "h1")[0]) == " ".join(HOSTILE.split())
    assert len(elements(tree, "script")) == 1 and not elements(tree, "i")
    assert 'alert("1")' not in words(elements(tree, "script")[0])
    told = [json.loads(svg.get("data-matrix")) for svg in tree.iter() if svg.get("data-matrix")]
    assert len(told) == 3


def test_hostile_artists_stay_text_in_drawings_and_their_data(dataset):
    name = "</script><b>Eve"
    answers = answers_for(dataset, skill=0.5)
    shown = type(answers)(
        (name, *answers.artists[1:]), answers.painting_id, answers.side, answers.y_true, answers.y_pred,
        answers.probabilities,
    )  # fmt: skip
    fabricate_results("evil", shown)
    tree = parse(built(["evil"]))
    assert len(elements(tree, "script")) == 1
    (matrix,) = [svg for svg in tree.iter() if svg.get("data-matrix")]
    assert json.loads(matrix.get("data-matrix"))["names"][0] == name
    assert name in words(matrix)


def test_figures_are_those_of_the_evaluation(run_ids, dataset):
    text = body_words(parse(built(run_ids)))
    for run_id in run_ids:
        document = json.loads((artifacts_root() / "runs" / run_id / files.EVALUATION).read_text("utf-8"))
        assert f"{100 * document['test']['accuracy']:.1f} %" in text
    catalog = dataset.catalog()
    assert f"Paintings {len(catalog)}" in text and f"Unique works {catalog['work_group'].nunique()}" in text


def test_the_paired_test_is_told_in_its_own_sentence(run_ids):
    answers = {
        found.title: run_predictions(found.run.folder)
        for found in gather_runs(run_ids[:2], RunStore(keep_queue_going=False), lambda *told: None)
    }
    expected = compare_runs(answers, rounds=50)
    text = body_words(parse(built(run_ids[:2])))
    assert expected.pairs[0].sentence in text and expected.note in text


def test_what_differs_between_configurations_comes_first(run_ids):
    tree = parse(built(run_ids))
    (table,) = [found for found in elements(tree, "table") if found.get("class") == "settings"]
    rows = [[words(cell) for cell in row] for row in elements(table, "tr")[1:]]
    assert rows == [["Epochs", "20 epochs", "21 epochs", "22 epochs"], ["Seed", "0", "1", "2"]]


def test_every_run_says_how_it_is_made_again(run_ids):
    text = body_words(parse(built(run_ids)))
    for seed in range(3):
        assert train_command(TrainConfig("tiny", seed=seed, epochs=20 + seed)) in text
    assert "keras 3.15.1" in text and "Fingerprint of the data set 0f3a" in text


def test_mistakes_are_the_surest_wrong_answers_with_their_pictures(run_ids, dataset):
    answers = run_predictions(artifacts_root() / "runs" / "run-0").on("test")
    wrong = sum(~answers.is_hit)
    tree = parse(built(["run-0"]))
    (shown,) = [div for div in elements(tree, "div") if div.get("class") == "mistakes"]
    assert len(elements(shown, "img")) == wrong > 0


def test_a_damaged_run_is_said_in_its_place_and_the_others_are_compared(run_ids):
    folder = artifacts_root() / "runs" / "run-1"
    (folder / PREDICTIONS_FILE).write_text("nonsense", "utf-8")
    text = body_words(parse(built(run_ids)))
    assert "“Beta” is not compared: The file predictions.parquet of this run is damaged" in text
    assert "These pictures cannot be shown." in text
    (folder / files.EVALUATION).write_text("{", "utf-8")
    (folder / files.CONFIG).write_text("{", "utf-8")
    (folder / files.METRICS).unlink()
    text = body_words(parse(built(run_ids)))
    assert "evaluation.json of this run is damaged." in text
    assert "it cannot be reproduced" in text


def test_a_missing_evaluation_is_computed_and_not_written(run_ids):
    path = artifacts_root() / "runs" / "run-0" / files.EVALUATION
    before = json.loads(path.read_text("utf-8"))["test"]["accuracy"]
    path.unlink()
    text = body_words(parse(built(["run-0"])))
    assert "computed again from its predictions" in text and f"{100 * before:.1f} %" in text
    assert not path.exists()


def test_a_data_set_that_is_gone_is_said(run_ids, dataset):
    shutil.rmtree(dataset.folder)
    text = body_words(parse(built(run_ids)))
    assert "There is no data set “tiny”" in text and "This picture is missing." in text


def test_a_run_that_is_deleted_meanwhile_is_said(run_ids, monkeypatch):
    folder = artifacts_root() / "runs" / "run-0"

    def vanish(path):
        found = run_predictions(path)
        if path == folder:
            shutil.rmtree(folder)
        return found

    monkeypatch.setattr("core.report.gathering.run_predictions", vanish)
    assert "This run was deleted while the report was made" in body_words(parse(built(run_ids)))


def test_runs_of_other_data_sets_and_runs_that_learned_nothing_have_a_place(run_ids):
    fabricate_run("waits", TrainConfig("other"), state="queued", epochs=0)
    text = body_words(parse(built([*run_ids, "waits"])))
    assert "There is no data set “other”" in text and "Dense net" not in text
    assert "Most accurate of" in text and "other: " in text and "tested on different pictures" not in text
    assert "evaluation.json of this run is missing" in text
    assert "None of these runs recorded learning curves." in body_words(parse(built(["waits"])))


def test_no_run_is_called_the_best_where_the_test_pictures_differ(run_ids):
    config = artifacts_root() / "runs" / "run-1" / files.CONFIG
    noted = json.loads(config.read_text("utf-8"))
    config.write_text(json.dumps({**noted, "split_hash": "another"}), "utf-8")
    text = body_words(parse(built(run_ids)))
    assert "tested on different pictures" in text and "Most accurate of" not in text


def test_pastiches_are_called_so(run_ids, dataset):
    (dataset.folder / "source.json").write_text('{"pastiches": true}', "utf-8")
    assert "pastiches painted by a program" in body_words(parse(built(run_ids)))


def test_unknown_and_no_runs_are_refused_and_a_run_named_twice_is_shown_once(run_ids):
    with pytest.raises(NotFoundError, match="There is no run “none”"):
        built(["run-0", "none"])
    with pytest.raises(InvalidInputError, match="one run or more"):
        built([])
    assert build_report(["run-0", "run-0"], rounds=20).run_ids == ("run-0",)


def test_it_is_written_whole_and_a_demo_writes_only_elsewhere(run_ids, tmp_path, monkeypatch):
    report = build_report(["run-0"], "Mine", rounds=20)
    assert write_report(report, tmp_path / "new" / "report.html") == (tmp_path / "new" / "report.html").stat().st_size
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        write_report(report, artifacts_root() / "report.html")
    write_report(report, tmp_path / "report.html")


def test_the_style_repeats_the_colours_of_the_app():
    style = (PROJECT_ROOT / "core" / "report" / "templates" / "report.css").read_text("utf-8")
    light, dark = style.split("prefers-color-scheme: dark")[:2]

    def given(text: str, palette: Palette) -> None:
        for name in ("background", "surface", "text", "muted", "accent", "link", "border"):
            assert re.search(rf"--{name}: {getattr(palette, name)};", text), name

    given(light, LIGHT)
    given(dark, DARK)
    assert re.findall(r"--c\d: (#\w+);", style) == list(CATEGORICAL)
    assert re.findall(r"--shade: (#\w+);", style) == list(SEQUENTIAL)


def test_runs_of_one_name_are_told_apart(dataset):
    answers = answers_for(dataset)
    for run_id in ("a-5f3c01", "b-5f3c01", "a-77e2d9"):
        fabricate_results(run_id, answers, rounds=5, notes={"title": "Net"})
    store = RunStore(keep_queue_going=False)

    def titles(*ids: str) -> list[str]:
        return [found.title for found in gather_runs(ids, store, lambda *told: None)]

    assert titles("a-5f3c01") == ["Net"]
    assert titles("a-5f3c01", "a-77e2d9") == ["Net (5f3c01)", "Net (77e2d9)"]
    assert titles("a-5f3c01", "b-5f3c01") == ["Net (a-5f3c01)", "Net (b-5f3c01)"]
