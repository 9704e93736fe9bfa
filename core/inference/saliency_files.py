"""Maps that were computed before: `artifacts/runs/<id>/saliency/<model>/<name>.npz`, read without the server."""

import hashlib
import json
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np

from core.environment import is_read_only
from core.errors import InvalidInputError
from core.files import write_arrays_atomically
from core.inference.paintings import PaintingFile
from core.inference.saliency_map import METHODS, SaliencyMap
from core.language import _
from core.runs.folder import model_stamp

FOLDER = "saliency"


def read_saliency(run_folder: Path, painting: PaintingFile, artist: str | None) -> SaliencyMap | None:
    """The map of a painting, if it was computed for the model that the run has now.

    Args:
        run_folder: of the run.
        painting: which.
        artist: for whom; None means the artist the model predicts.
    """
    try:
        with np.load(_path(run_folder, painting, artist), allow_pickle=False) as file:
            facts = json.loads(str(file["facts"]))
            found = SaliencyMap(file["values"].astype(np.float32) / np.float32(255), **facts)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None
    return found if found.values.ndim == 2 and found.method in METHODS else None


def write_saliency(run_folder: Path, painting: PaintingFile, artist: str | None, found: SaliencyMap) -> None:
    """Keep a map, and forget those of a model that is no more; in a read-only demo nothing is kept."""
    if is_read_only() or not run_folder.is_dir():
        return
    path = _path(run_folder, painting, artist)
    for folder in path.parent.parent.glob("*"):
        if folder != path.parent:
            shutil.rmtree(folder, ignore_errors=True)
    facts = {name: getattr(found, name) for name in ("artist", "probability", "predicted", "method")}
    values = np.rint(found.values * 255).astype(np.uint8)
    content = {"values": values, "facts": np.array(json.dumps(facts))}
    # It can be computed again, so a full disk is no reason to fail.
    with suppress(OSError):
        write_arrays_atomically(path, content, durable=False)


def _path(run_folder: Path, painting: PaintingFile, artist: str | None) -> Path:
    stamp = model_stamp(run_folder)
    if not stamp:
        raise InvalidInputError(_("This run has no trained model, so nothing can be explained. Resume it."))
    name = hashlib.sha256(json.dumps([painting.path.name, painting.digest, artist]).encode()).hexdigest()[:32]
    return run_folder / FOLDER / stamp / f"{name}.npz"
