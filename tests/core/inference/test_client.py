"""Asking a server: started when needed, shared by all, and never a traceback when it is gone."""

import json
import os
import shutil
import signal
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client

import numpy as np
import psutil
import pytest

from core.errors import AtelierError, BusyError, CancelledError, NotFoundError
from core.inference import client
from core.inference.client import ask
from core.inference.place import Place, default_place, private_temporary_folder
from core.inference.wire import InferenceError
from tests.core.inference.conftest import PATIENCE_S, is_gone, wait_until


def test_the_first_question_starts_a_server_and_the_next_ones_find_it(plain_server, place):
    reports = []
    first = ask("pid", on_progress=lambda *report: reports.append(report))
    assert reports[0] == ("Starting the model server", 0, 0)
    reports.clear()
    assert ask("pid", on_progress=lambda *report: reports.append(report)) == first
    assert reports == []
    assert first["pid"] == place.announcement().pid != os.getpid()


def test_callers_at_the_same_time_start_one_server_and_all_are_answered(plain_server):
    with ThreadPoolExecutor(10) as pool:
        asked = [pool.submit(ask, "double", {"numbers": np.full((2, 3), n, np.float32)}) for n in range(10)]
        answers = [future.result()["doubled"] for future in asked]
    for number, doubled in enumerate(answers):
        assert doubled.dtype == np.float32
        np.testing.assert_array_equal(doubled, np.full((2, 3), 2 * number))
    assert len(servers()) == 1


def servers():
    """The servers that this process started and that live; a test before may have started other processes."""
    alive = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if "plain_server" in " ".join(child.cmdline())]


def ask_behind_a_busy_one(questions, mark):
    """Ask several at once while the server works on something else; the answers or errors, in order."""
    is_busy = threading.Event()
    with ThreadPoolExecutor(len(questions) + 1) as pool:
        pool.submit(ask, "wait", {"seconds": 0.7, "mark": str(mark)}, lambda stage, *_: is_busy.set())
        assert is_busy.wait(PATIENCE_S)
        asked = [pool.submit(ask, "double", question) for question in questions]
        return [future.exception() or future.result() for future in asked]


def test_questions_that_wait_for_the_same_are_answered_together(plain_server, tmp_path):
    ask("pid")
    answers = ask_behind_a_busy_one([{"numbers": number} for number in range(4)], tmp_path / "mark")
    assert [answer["doubled"] for answer in answers] == [0, 2, 4, 6]
    assert max(answer["together"] for answer in answers) > 1


def test_one_question_at_fault_does_not_spoil_those_answered_with_it(plain_server, tmp_path):
    ask("pid")
    questions = [{"numbers": 0}, {"numbers": 1}, {"numbers": 2, "refuse": True}]
    *answers, error = ask_behind_a_busy_one(questions, tmp_path / "mark")
    assert [answer["doubled"] for answer in answers] == [0, 2]
    assert isinstance(error, NotFoundError)


def test_errors_arrive_as_they_were_raised_and_faults_as_a_sentence(plain_server):
    with pytest.raises(NotFoundError, match=r"^There is no such number\.$"):
        ask("double", {"numbers": 1, "refuse": True})
    with pytest.raises(InferenceError, match="unexpected fault: IndexError"):
        ask("fail")
    with pytest.raises(AtelierError, match=r"knows no task 'paint'; it knows pid, language, double"):
        ask("paint")
    assert ask("double", {"numbers": 4})["doubled"] == 8


def test_a_server_speaks_the_language_of_whoever_asks(plain_server, monkeypatch):
    for language in ("en", "es", "en"):
        monkeypatch.setattr("core.language.translating._source", lambda asked=language: asked)
        assert ask("language") == {"language": language}


def test_a_server_that_crashes_gives_one_sentence_and_the_next_question_starts_another(plain_server):
    before = ask("pid")["pid"]
    with pytest.raises(InferenceError, match="ended before it answered"):
        ask("die")
    assert ask("pid")["pid"] != before


def test_a_server_that_was_killed_between_two_questions_is_not_missed(plain_server, place):
    before = ask("pid")["pid"]
    psutil.Process(before).kill()
    assert ask("pid")["pid"] != before


def test_progress_is_told_and_who_raises_from_it_ends_the_work(plain_server, tmp_path):
    reports = []

    def stop_soon(stage, done, total):
        reports.append((stage, done, total))
        if stage == "Waiting" and done > 4:
            raise CancelledError("Stopped on request.")

    mark = tmp_path / "mark"
    with pytest.raises(CancelledError):
        ask("wait", {"seconds": 30, "mark": str(mark)}, stop_soon)
    assert ("Waiting", 0, 600) in reports
    assert ask("pid")["pid"]  # at once, and not after half a minute
    assert not mark.exists()


def test_no_answer_in_time_is_a_sentence(plain_server, tmp_path):
    with pytest.raises(BusyError, match="did not answer in time"):
        ask("wait", {"seconds": 30, "mark": str(tmp_path / "mark")}, timeout_s=1.5)


def test_a_detached_question_is_worked_on_unwatched(plain_server, tmp_path):
    mark = tmp_path / "mark"
    assert ask("wait", {"seconds": 0.3, "mark": str(mark)}, detached=True) == {}
    wait_until(mark.exists, "the mark")


def test_an_idle_server_goes_away_and_cleans_up(plain_server):
    place = plain_server(idle_s=0.3)
    ask("pid")
    server = place.announcement()
    wait_until(lambda: is_gone(server), "its end")
    assert place.announcement() is None
    assert not (place.folder / "server.sock").exists()
    assert ask("pid")["pid"] != server.pid


def test_a_server_that_works_is_not_idle(plain_server, tmp_path):
    plain_server(idle_s=0.2)
    assert ask("wait", {"seconds": 1, "mark": str(tmp_path / "mark")})["pid"]


def test_a_server_ends_when_told_to(plain_server, place):
    ask("pid")
    server = place.announcement()
    os.kill(server.pid, signal.SIGTERM)
    wait_until(lambda: is_gone(server), "its end")


def test_a_server_ends_when_its_artifacts_vanish(plain_server, place):
    ask("pid")
    server = place.announcement()
    for file in place.folder.iterdir():
        file.unlink()
    place.folder.rmdir()
    wait_until(lambda: is_gone(server), "its end")
    assert not place.folder.exists()
    assert ask("pid")["pid"] != server.pid


def test_a_note_of_a_process_that_is_another_one_now_is_not_believed(plain_server, place):
    place.make()
    note = {"pid": os.getpid(), "process_started": 1.0, "address": str(place.folder / "server.sock")}
    (place.folder / "server.json").write_text(json.dumps(note))
    assert ask("pid")["pid"] != os.getpid()


def test_a_server_that_does_not_react_is_a_sentence(plain_server, place, monkeypatch):
    monkeypatch.setattr(client, "_GREETING_PATIENCE_S", 0.3)
    ask("pid")
    server = psutil.Process(place.announcement().pid)
    server.suspend()
    try:
        with pytest.raises(BusyError, match="does not react"):
            ask("pid")
    finally:
        server.resume()
    assert ask("pid")["pid"] == server.pid


def test_a_server_that_cannot_start_says_why(place, monkeypatch):
    monkeypatch.setattr(client, "server_command", lambda _: ["sh", "-c", "echo no such wheel >&2; exit 3"])
    with pytest.raises(InferenceError, match=r"could not be started.*no such wheel"):
        ask("pid")


def test_only_who_can_read_the_key_may_ask(plain_server, place):
    ask("pid")
    assert stat.S_IMODE((place.folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    with pytest.raises(AuthenticationError):
        Client(place.announcement().details["address"], authkey=b"guessed")
    assert ask("double", {"numbers": 1})["doubled"] == 2


def test_what_is_no_message_is_refused_and_harms_nobody(plain_server, place):
    ask("pid")
    with Client(place.announcement().details["address"], authkey=place.key()) as connection:
        connection.send({"a pickled": "object"})
        assert b"no message" in connection.recv_bytes()
    assert ask("pid")["pid"] == place.announcement().pid


def test_a_client_that_says_nothing_keeps_nobody_waiting(plain_server, place):
    ask("pid")
    with Client(place.announcement().details["address"]) as silent:
        assert ask("pid")["pid"] == place.announcement().pid
        assert not silent.closed


def test_artifacts_at_a_path_too_long_for_a_socket(roots, plain_server, monkeypatch):
    artifacts = roots / "artifacts" / ("a" * 60) / ("b" * 60)
    artifacts.mkdir(parents=True)
    monkeypatch.setenv("ATELIER_ARTIFACTS", str(artifacts))
    place = default_place()
    command = [str(place.folder) if part.endswith("inference") else part for part in client.server_command(place)]
    monkeypatch.setattr(client, "server_command", lambda _: command)
    try:
        assert ask("pid")["pid"] == place.announcement().pid
        assert len(place.announcement().details["address"]) < 104
    finally:
        psutil.Process(place.announcement().pid).kill()
        shutil.rmtree(private_temporary_folder(place.folder))


def test_in_a_read_only_demo_nothing_is_written_among_the_artifacts(roots, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    folder = default_place().folder
    assert not folder.is_relative_to(roots)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder == default_place().folder
    assert list((roots / "artifacts").iterdir()) == []
    folder.rmdir()


def test_a_server_whose_note_was_taken_over_ends(plain_server, place):
    ask("pid")
    server = place.announcement()
    Place(place.folder).announce("elsewhere")
    wait_until(lambda: is_gone(server), "its end")
    assert place.announcement().pid == os.getpid()
    Place(place.folder).withdraw()


def test_asking_from_many_threads_does_not_mix_up_answers(plain_server):
    found = {}

    def ask_often(name):
        found[name] = [int(ask("double", {"numbers": 100 * name + n})["doubled"]) for n in range(10)]

    threads = [threading.Thread(target=ask_often, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: [2 * (100 * name + n) for n in range(10)] for name in range(6)}


@pytest.mark.parametrize("address", [[], ["127.0.0.1"], ["127.0.0.1", "port"], 7, None])
def test_an_announcement_with_a_damaged_address_counts_as_none(address, place):
    place.make()
    announced = {"pid": os.getpid(), "process_started": psutil.Process().create_time(), "address": address}
    (place.folder / "server.json").write_text(json.dumps(announced))
    assert place.announcement() is None
