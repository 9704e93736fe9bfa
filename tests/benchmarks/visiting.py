"""What benchmarks of whole pages share: an installation with runs, and a clock that stops when a page is at rest."""

from pathlib import Path

import psutil

from core.dataset.store import Dataset
from core.features.computing import features
from core.models.encoders.opening import open_encoder
from core.training import TrainConfig
from dashboard.app import PAGES, Entry
from tests.benchmarks.bench_browser import NAME, make_data
from tests.fabricated_results import answers_for, fabricate_results

RUNS = 20
AT_REST = """([page, since]) => new Promise((resolve, reject) => {
  const start = since === null ? 0 : since
  let calm = null
  setTimeout(() => reject(new Error(`${page} did not come to rest`)), 60000)
  const look = () => {
    const still = document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
    const there = still && location.pathname === (page === 'home' ? '/' : `/${page}`)
      && document.querySelector('[data-testid=stMain] h1, [data-testid=stMain] h2')
      && !document.querySelector('[data-testid=stSkeleton]')
    calm = there ? calm ?? performance.now() : null
    calm !== null && performance.now() - calm > 250 ? resolve((calm - start) / 1000) : setTimeout(look, 20)
  }
  look()
})"""
"""Seconds until the page of this name has been drawn and stays so; since the start of the navigation, or since then."""

ENTRIES: tuple[Entry, ...] = tuple(entry for entries in PAGES.values() for entry in entries)


def make_installation(folder: Path) -> str:
    """The real sample, or the built-in one, with twenty finished runs; returns what it is in words."""
    what = make_data(folder)
    dataset = Dataset(NAME, folder / "data" / NAME, folder / "artifacts" / "datasets" / NAME)
    features(dataset, open_encoder("palette_texture"))  # else the Atlas and Similar works have nothing to show
    answers = answers_for(dataset)
    for number in range(RUNS):
        model = ("snn", "cnn", "probe", "resnet50")[number % 4]
        fabricate_results(
            f"run-{number:02}",
            answers,
            config=TrainConfig(NAME, model=model, seed=number),
            rounds=200,
            root=folder / "artifacts" / "runs",
            epochs=40,
        )
    return f"{what}, {RUNS} runs"


def address_of(entry: Entry, dataset: Dataset) -> str:
    """Where a page is, with what its address has to name."""
    named = {"run": "run=run-03", "painting": f"painting={dataset.catalog()['painting_id'].iloc[0]}"}
    page = "" if entry.page == "home" else entry.page
    return f"/{page}?dataset={NAME}&{named.get(entry.page, '')}".rstrip("&")


def server_process(url: str) -> psutil.Process:
    """The process that listens at an address of this machine."""
    port = int(url.rsplit(":", 1)[1])
    found = next(c.pid for c in psutil.net_connections("tcp") if c.laddr.port == port and c.status == "LISTEN")
    return psutil.Process(found)
