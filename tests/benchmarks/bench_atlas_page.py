"""How smoothly the map of 8,446 pictures is moved and magnified, in a real browser without a graphics card.

The points are drawn by chance around fifty painters, their small pictures come from the built-in sample. Each frame is
timed from one `requestAnimationFrame` to the next while the view changes in every one of them. The peer is the limit
of the 95th percentile, two frames of a screen of 60 Hz.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from core.dataset.artists.table import builtin_artists
from core.environment import PROJECT_ROOT
from dashboard.components.atlas.component import AtlasPoints
from tests.benchmarks.bench_browser import opened_browser
from tests.benchmarks.report import limits_missed, report
from tests.browser.atlas import wait_for_atlas
from tests.browser.conftest import run_server

PICTURES, FRAMES, LIMIT_MS = 8446, 180, 1000 / 30
MOVES = {
    "moved, all in view": (
        "atlas.view.home(), atlas.view.k = 1.01",
        "atlas.view.pan(n % 2 ? 5 : -5, n % 4 < 2 ? 3 : -3)",
    ),
    "magnified": ("atlas.view.home()", "atlas.view.zoomAbout([560, 260], n < 90 ? 1.045 : 1 / 1.045)"),
    "moved among small pictures": (
        "atlas.view.home(), atlas.view.zoomAbout([560, 260], 4)",
        "atlas.view.pan(n % 90 < 45 ? 7 : -7, n % 60 < 30 ? 3 : -3)",
    ),
    "hovered": ("atlas.view.home()", "atlas.hover(atlas.pointAt([40 + 6 * n, 100 + (n * 37) % 350], 40))"),
}
MEASURE = """async ([begin, step, frames]) => {
  const find = root => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(".atlas")) return element
      const found = element.shadowRoot && find(element.shadowRoot)
      if (found) return found
    }
  }
  const atlas = find(document).atlas
  const [prepare, act] = [new Function("atlas", begin), new Function("atlas", "n", step)]
  prepare(atlas)
  atlas.redraw()
  await new Promise(resolve => setTimeout(resolve, 2500))
  const [times, paints] = [[], []]
  const paint = atlas.paint.bind(atlas)
  atlas.paint = () => { const start = performance.now(); paint(); paints.push(performance.now() - start) }
  let last = await new Promise(requestAnimationFrame)
  for (let n = 0; n < frames; n++) {
    act(atlas, n)
    const now = await new Promise(requestAnimationFrame)
    times.push(now - last)
    last = now
  }
  delete atlas.paint
  return [times, paints]
}"""
PAGE = """
import streamlit as st
from core.dataset.artists.table import builtin_artists
from core.dataset.store import open_dataset
from dashboard.charts.atlas import colours_by_artist
from dashboard.components.atlas.component import AtlasLinks, show_atlas
from dashboard.shell.thumbnail_route import thumbnails_address

points = st.cache_resource(synthetic_points)(tuple(open_dataset("sample").catalog()["painting_id"]))
st.title("Atlas")
show_atlas(points, colours_by_artist(points.painters, builtin_artists()),
           AtlasLinks(thumbnails_address("sample", "1"), "painting?dataset=sample"), key="atlas", summary="A map.",
           on_lasso=print, on_only=print, height_px=510)
"""
APP = """
import streamlit as st
from dashboard.shell.thumbnail_route import thumbnail_route
app = st.App({script!r}, routes=[thumbnail_route()])
"""


def synthetic_points(painting_ids: tuple[str, ...]) -> AtlasPoints:
    """As many points as the Kaggle data set has, in fifty clouds of different size."""
    rng = np.random.default_rng(0)
    names = [artist.name for artist in builtin_artists()]
    painter = rng.choice(len(names), PICTURES, p=rng.dirichlet(np.ones(len(names))))
    middles = rng.uniform(0.1, 0.9, (len(names), 2))
    positions = np.clip(middles[painter] + rng.normal(0, 0.06, (PICTURES, 2)), 0, 1).astype(np.float32)
    ids = tuple(painting_ids[n % len(painting_ids)] for n in range(PICTURES))
    return AtlasPoints(ids, positions, tuple(names[place] for place in painter), tuple(range(PICTURES)))


def make_stage(folder: Path) -> Path:
    """A sample to take small pictures from, and an app with nothing but the map; returns its file."""
    settings = {"ATELIER_DATA": str(folder / "data"), "ATELIER_ARTIFACTS": str(folder / "artifacts")}
    command = [sys.executable, "-m", "core", "dataset", "sample", "--json"]
    subprocess.run(command, cwd=PROJECT_ROOT, env=os.environ | settings, check=True, capture_output=True)
    (folder / "page.py").write_text(PAGE, "utf-8")
    (folder / "app.py").write_text(APP.format(script=str(folder / "page.py")), "utf-8")
    return folder / "app.py"


def measure(page: Page, move: str) -> tuple[np.ndarray, np.ndarray]:
    """Milliseconds of every frame, and of the drawing in it."""
    begin, step = MOVES[move]
    times, paints = page.evaluate(MEASURE, [begin, step, FRAMES])
    return np.array(times), np.array(paints)


def main() -> None:
    """Measure every way of moving about."""
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
        folder = Path(name)
        for part in ("data", "artifacts"):
            (folder / part).mkdir()
        app = make_stage(folder)
        served = contextmanager(run_server)(folder, script=app, PYTHONPATH=str(PROJECT_ROOT))
        with served as server, opened_browser() as visit:
            visitor = visit(server.url)
            page = visitor.open("/")
            wait_for_atlas(page)
            for move in MOVES:
                tell(move, *measure(page, move), visitor.faults)


def tell(move: str, times: np.ndarray, paints: np.ndarray, faults: list[str]) -> None:
    detail = {
        "median": round(float(np.median(times)), 1),
        "slowest": round(float(times.max()), 1),
        "drawing, 95th percentile": round(float(np.percentile(paints, 95)), 1) if len(paints) else None,
        "pictures": PICTURES,
        "frames": len(times),
        "load": round(os.getloadavg()[0], 1),
        "faults": faults,
        "peer": "the limit",
    }
    p95 = float(np.percentile(times, 95))
    report(f"atlas: {move}", p95, LIMIT_MS, "ms a frame, 95th percentile", detail, lower_is_better=True, least_ratio=1)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
