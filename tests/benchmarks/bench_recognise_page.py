"""From an upload to the answer on the Recognise page, in a real browser; and ten uploads at once.

The clock runs inside the page, from the moment in which the browser has the file to the frame in which the painter, the
bars and five similar works are drawn with their pictures. The first answer of a server that has just started, which
loads TensorFlow and the model, is told as well. The peer is the limit of the median.

`python -m tests.benchmarks.bench_recognise_page` trains a small model first; give the folder of an installation and
the name of a data set in it to measure that one, on a copy, with its best run.
"""

import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from core.dataset.store import Dataset
from core.environment import PROJECT_ROOT, test_files_root
from core.inference.place import Place
from tests.benchmarks.bench_browser import opened_browser
from tests.benchmarks.report import limits_missed, report
from tests.browser.conftest import Visitor, run_server

UPLOADS, AT_ONCE, SIMILAR = 15, 10, 5
LIMIT_S, PATIENCE_MS = 1.5, 180_000
PHONE_PX = (3024, 2268)
CLOCK = """(similar) => {
  window.uploadToDrawn = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no answer was drawn')), 180000)
    const started = event => {
      const begin = performance.now()
      window.progressSeen = false
      const look = async () => {
        if (document.querySelector('[data-testid=stProgress]')) window.progressSeen = true
        const why = document.querySelectorAll('.atelier-reason').length
        if (!document.querySelector('.atelier-odds') || why < similar) return requestAnimationFrame(look)
        const images = [...document.querySelectorAll('[data-testid=stMain] img')]
        await Promise.all(images.map(image => image.decode().catch(() => null)))
        requestAnimationFrame(() => resolve((performance.now() - begin) / 1000))
      }
      look()
    }
    document.addEventListener('change', started, {capture: true, once: true})
  })
}"""


def make_installation(folder: Path) -> str:
    """Pictures, their descriptions and a trained model under `folder`; returns the name of the data set."""
    settings = os.environ | {"ATELIER_DATA": str(folder / "data"), "ATELIER_ARTIFACTS": str(folder / "artifacts")}
    source = test_files_root() / "kaggle-sample"
    name, what = ("real", ["import", str(source), "--name", "real"]) if source.is_dir() else ("sample", ["sample"])
    for arguments in (
        ["dataset", *what],
        ["embed", "--dataset", name, "--backbone", "palette_texture"],
        ["train", "--dataset", name, "--model", "cnn", "--artists", "top:10", "--epochs", "8", "--wait"],
    ):
        command = [sys.executable, "-m", "core", *arguments, "--json"]
        subprocess.run(command, cwd=PROJECT_ROOT, env=settings, check=True, capture_output=True)
    return name


def phone_photos(folder: Path, name: str, number: int) -> list[bytes]:
    """Paintings of the collection as a telephone would photograph them: large, off-colour, each another file."""
    dataset = Dataset(name, folder / "data" / name, folder / "artifacts" / "datasets" / name)
    rng = np.random.default_rng(0)
    paths = dataset.catalog().query("status == 'ok'")["path"].sample(number, random_state=0)
    photos = []
    for path in paths:
        with Image.open(dataset.picture_path(path)) as picture:
            enlarged = np.asarray(picture.convert("RGB").resize(PHONE_PX), np.float32)
        light = np.linspace(0.8, 1.1, PHONE_PX[0], dtype=np.float32)[np.newaxis, :, np.newaxis]
        noisy = enlarged * light + rng.normal(0, 4, (*PHONE_PX[::-1], 1)).astype(np.float32)
        file = io.BytesIO()
        Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=88)
        photos.append(file.getvalue())
    return photos


def bring(visitor: Visitor, photo: bytes, number: int) -> None:
    visitor.page.evaluate(CLOCK, SIMILAR)
    file = {"name": f"photo-{number}.jpg", "mimeType": "image/jpeg", "buffer": photo}
    visitor.page.locator("input[type=file]").first.set_input_files(file)


def time_one(visitor: Visitor, address: str, photo: bytes, number: int) -> float:
    """Seconds from file to answer, on a page that was opened for it."""
    visitor.open(address)
    bring(visitor, photo, number)
    return float(visitor.page.evaluate("window.uploadToDrawn"))


def time_together(visit: Callable[[str], Visitor], url: str, address: str, photos: list[bytes]) -> list[float]:
    """The same in as many browsers at once as there are photos."""
    visitors = [visit(url) for _ in photos]
    for visitor in visitors:
        visitor.open(address)
    for number, (visitor, photo) in enumerate(zip(visitors, photos, strict=True)):
        bring(visitor, photo, 1000 + number)
    times = [float(visitor.page.evaluate("window.uploadToDrawn")) for visitor in visitors]
    faults = [fault for visitor in visitors for fault in visitor.faults]
    assert not faults, faults
    return times


def end_model_server(folder: Path) -> None:
    found = Place(folder / "artifacts" / "inference").announcement()
    if found is not None and found.is_alive:
        psutil.Process(found.pid).terminate()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as temporary:
        folder = Path(temporary) / "here"
        if sys.argv[1:]:
            shutil.copytree(sys.argv[1], folder, symlinks=True, ignore=shutil.ignore_patterns("inference"))
            name = sys.argv[2]
        else:
            folder.mkdir()
            name = make_installation(folder)
        end_model_server(folder)
        photos = phone_photos(folder, name, UPLOADS + AT_ONCE + 1)
        address = f"/recognise?dataset={name}"
        try:
            with contextmanager(run_server)(folder) as server, opened_browser() as visit:
                visitor = visit(server.url)
                cold = time_one(visitor, address, photos[0], 0)
                progress_seen = visitor.page.evaluate("window.progressSeen")
                times = [time_one(visitor, address, photo, n) for n, photo in enumerate(photos[1 : UPLOADS + 1], 1)]
                asked = visitor.page.locator(".st-key-recognise-headline").inner_text().splitlines()[-1]
                together = time_together(visit, server.url, address, photos[UPLOADS + 1 :])
        finally:
            end_model_server(folder)
    detail = {
        "asked": asked,
        "slowest": round(max(times), 3),
        "uploads": len(times),
        "first, cold": round(cold, 2),
        "progress seen when cold": progress_seen,
        "faults": visitor.faults,
        "load": round(os.getloadavg()[0], 1),
        "peer": "the limit",
    }
    report(
        "recognise: upload to answer",
        statistics.median(times),
        LIMIT_S,
        "s",
        detail,
        lower_is_better=True,
        least_ratio=1,
    )
    detail = {"answered": len(together), "slowest": round(max(together), 2), "load": round(os.getloadavg()[0], 1)}
    report("recognise: ten uploads at once", statistics.median(together), None, "s", detail)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
