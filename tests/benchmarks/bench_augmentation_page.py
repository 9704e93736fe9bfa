"""From moving a slider to the new pictures drawn, in a real browser, on the page with 24 tiles.

The clock runs inside the page: from the key that moves the slider to the moment when the last of the new tiles is
decoded and the browser has had a frame to draw it. Exits with 1 where the median is above the limit.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from core.environment import PROJECT_ROOT, test_files_root
from tests.benchmarks.report import limits_missed, report
from tests.browser.conftest import DESKTOP, FLAGS, Server, Visitor, run_server
from tests.browser.install import MISSING, find_browser

MOVES = 30
TILES = 24
LIMIT_S = 0.3
RECIPE = (
    "augmentation.rotation_range=20&augmentation.width_shift_range=0.15&augmentation.height_shift_range=0.15"
    "&augmentation.shear_range=12&augmentation.zoom_range=0.5~1.1&augmentation.horizontal_flip=on"
    "&augmentation.brightness_range=0.6~1.4&augmentation.channel_shift_range=25&augmentation.fill_mode=reflect"
)

MEASURE = """async ([label, key]) => {
  const slider = document.querySelector(`[data-testid=stSlider] input[type=range][aria-label^="${label}"]`);
  const sources = () => [...document.querySelectorAll('.atelier-tiles img')].map(image => image.src);
  const before = new Set(sources());
  slider.focus();
  const start = performance.now();
  slider.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  slider.dispatchEvent(new KeyboardEvent('keyup', {key, bubbles: true, cancelable: true}));
  while (performance.now() - start < 10000) {
    const images = [...document.querySelectorAll('.atelier-tiles img')];
    if (images.length === 24 && images.some(image => !before.has(image.src))) {
      await Promise.all(images.map(image => image.decode()));
      await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
      return (performance.now() - start) / 1000;
    }
    await new Promise(again => setTimeout(again, 2));
  }
  throw new Error('the tiles did not change');
}"""


def make_data(folder: Path) -> str:
    """Import the real pictures, or paint the sample where there are none; returns the data set's name."""
    for part in ("data", "artifacts"):
        (folder / part).mkdir()
    source = test_files_root() / "kaggle-sample"
    what = ["import", str(source), "--name", "real"] if source.is_dir() else ["sample"]
    settings = {"ATELIER_DATA": str(folder / "data"), "ATELIER_ARTIFACTS": str(folder / "artifacts")}
    command = [sys.executable, "-m", "core", "dataset", *what, "--json"]
    subprocess.run(command, cwd=PROJECT_ROOT, env={**os.environ, **settings}, check=True, capture_output=True)
    return "real" if source.is_dir() else "sample"


def time_moves(page: Page, visitor: Visitor) -> list[float]:
    """Seconds of every move of the rotation slider, each to an angle not seen before."""
    seconds = []
    for _ in range(MOVES + 3):
        seconds.append(page.evaluate(MEASURE, ["Rotation", "ArrowRight"]))
        visitor.settle()
    return seconds[3:]


def measure(server: Server, dataset: str) -> dict[str, list[float]]:
    """Seconds of moves by view: whole pictures, and squares as the network sees them."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser()), args=FLAGS)
        for what, more in (("whole", ""), ("as the network sees it", "&augmentation.network=on")):
            visitor = Visitor(browser.new_context(viewport=DESKTOP).new_page(), server.url)
            page = visitor.open(f"/augmentation?dataset={dataset}&{RECIPE}{more}")
            found[what] = time_moves(page, visitor)
            assert not visitor.faults, visitor.faults
        browser.close()
    return found


def main() -> None:
    if find_browser() is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = make_data(folder)
        for server in run_server(folder):
            found = measure(server, dataset)
    seconds = found["whole"]
    detail = {
        "what": f"{TILES} tiles of all parameters, {MOVES} moves; the limit stands as peer; pictures: {dataset}",
        "p90_s": round(statistics.quantiles(seconds, n=10)[-1], 3),
        "as_the_network_sees_it_s": round(statistics.median(found["as the network sees it"]), 3),
    }
    median = statistics.median(seconds)
    report("augmentation_page", median, LIMIT_S, "s", detail, lower_is_better=True, least_ratio=1)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
