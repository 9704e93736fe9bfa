"""Ten people at once on the read-only demo, for two minutes, without their browsers: how long the server takes a visit.

Beside `bench_audience`, where ten browsers draw on the server's own processors and take most of them, this says what
the server itself can do. Each person speaks Streamlit's protocol: asks for a page, and reads until its script is done.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from core.dataset.store import Dataset
from tests.benchmarks.bench_audience import LIMIT_S, PEOPLE, RUSH_S, SECONDS
from tests.benchmarks.bench_browser import NAME
from tests.benchmarks.report import limits_missed, report
from tests.benchmarks.visiting import ENTRIES, address_of, make_installation
from tests.browser.conftest import run_server

LARGEST_MESSAGE = 200_000_000


async def visit(server: ClientConnection, page: str, query: str) -> tuple[float, int]:
    """Ask for a page and read all of it; seconds, and how many exceptions it shows."""
    ask, exceptions, start = BackMsg(), 0, time.perf_counter()
    ask.rerun_script.page_name = "" if page == "home" else page
    ask.rerun_script.query_string = query
    await server.send(ask.SerializeToString())
    while True:
        told = ForwardMsg.FromString(await server.recv())
        exceptions += told.delta.new_element.WhichOneof("type") == "exception"
        if told.WhichOneof("type") == "script_finished":
            return time.perf_counter() - start, exceptions


async def one_person(url: str, dataset: Dataset, number: int, until: float) -> tuple[list[float], int]:
    """Go from page to page in a hurry; how long the server took for each, and how many exceptions there were."""
    choose, times, exceptions = random.Random(number), [], 0
    address = f"ws{url.removeprefix('http')}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=LARGEST_MESSAGE) as server:
        while time.monotonic() < until:
            entry = choose.choice(ENTRIES)
            seconds, wrong = await visit(server, entry.page, address_of(entry, dataset).partition("?")[2])
            times.append(seconds)
            exceptions += wrong
            await asyncio.sleep(RUSH_S)
    return times, exceptions


async def measure(url: str, dataset: Dataset) -> None:
    until = time.monotonic() + SECONDS
    found = await asyncio.gather(*(one_person(url, dataset, number, until) for number in range(PEOPLE)))
    times = [seconds for person, _ in found for seconds in person]
    detail = {
        "visits": len(times),
        "median": round(float(np.median(times)), 2),
        "slowest": round(max(times), 2),
        "exceptions": sum(exceptions for _, exceptions in found),
        "processors": os.cpu_count(),
        "what": f"{PEOPLE} people for {SECONDS:.0f} s, each {RUSH_S:.0f} s at a page; the limit stands as peer",
    }
    slow = float(np.quantile(times, 0.95))
    report(
        "audience of ten, server alone",
        slow,
        LIMIT_S,
        "s, 95th percentile",
        detail,
        lower_is_better=True,
        least_ratio=1,
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
        folder = Path(name)
        make_installation(folder)
        dataset = Dataset(NAME, folder / "data" / NAME, folder / "artifacts" / "datasets" / NAME)
        with contextmanager(run_server)(folder, ATELIER_READ_ONLY="1") as server:
            asyncio.run(measure(server.url, dataset))


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
