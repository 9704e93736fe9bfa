"""`atelier embed`, `atelier similar` and `atelier predict`: compute features, find similar works, predict artists."""

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.output import JsonOption, print_facts, print_json, print_table, terminal_progress
from core.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from core.dataset.images.uploads import Upload
    from core.dataset.store import Dataset
    from core.recognition.collection_match import Recognition
    from core.similarity.similar import SimilarWork

DatasetOption = Annotated[
    str | None, typer.Option("--dataset", metavar="NAME", help="The data set; by default the only one, or the sample.")
]
BackboneOption = Annotated[
    str | None,
    typer.Option("--backbone", metavar="NAME", help="The descriptor; several joined, as in dinov2_vits14+resnet50."),
]
CountOption = Annotated[int, typer.Option("-k", "--count", help="Number of similar works.", min=1, max=1000)]

_SHOWN_CANDIDATES = 5


def embed_command(
    dataset: DatasetOption = None,
    backbone: BackboneOption = None,
    weights: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file of its weights, copied to artifacts/weights.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compute the missing features of a data set."""
    from dataclasses import asdict

    from core.cli.train import default_dataset
    from core.dataset.store import open_dataset
    from core.similarity.descriptors import WITHOUT_WEIGHTS
    from core.similarity.embedding import embed

    if weights is not None:
        from core.similarity.descriptors import install_weights

        install_weights(backbone or WITHOUT_WEIGHTS, weights.expanduser())
    done = embed(open_dataset(dataset or default_dataset()), backbone or WITHOUT_WEIGHTS, terminal_progress())
    if as_json:
        print_json(asdict(done))
    else:
        print(
            f"{done.pictures:,} pictures have features of {done.descriptor}; {done.computed:,} features were computed."
        )


def similar_command(
    query: Annotated[str, typer.Argument(metavar="IMAGE|PAINTING_ID", help="A picture file or a painting id.")],
    dataset: DatasetOption = None,
    count: CountOption = 5,
    backbone: BackboneOption = None,
    same_work: Annotated[bool, typer.Option("--same-work", help="Include other pictures of the same work.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find works similar to a picture, and explain why."""
    from core.cli.train import default_dataset
    from core.dataset.store import open_dataset
    from core.similarity.similar import similar_to_painting

    opened = open_dataset(dataset or default_dataset())
    descriptor = _descriptor_for(opened, backbone)
    if (opened.catalog()["painting_id"] == query).any():
        found = similar_to_painting(opened, query, descriptor, count, same_work)
    else:
        found = _similar_to_file(opened, query, descriptor, count, same_work)
    if as_json:
        print_json({"results": _results(found), "dataset": opened.name, "descriptor": descriptor})
    else:
        _print_similar(found)


def _similar_to_file(
    dataset: "Dataset", path: str, descriptor: str, count: int, same_work: bool
) -> "list[SimilarWork]":
    """Works similar to a picture file; a painting of the collection that it shows is reported and excluded."""
    from core.recognition.collection_match import PictureQuery, match_collection
    from core.similarity.collection import collection_vectors

    upload = _upload(path, dataset.name)
    collection_vectors(dataset, descriptor)  # raises what is missing
    question = PictureQuery(descriptor, count, terminal_progress(), upload.pixels, upload.sha256, same_work=same_work)
    found = match_collection(dataset, question)
    for note in found.notes:
        print(note, file=sys.stderr)
    if found.painting_id:
        print(f"It shows {found.painting_id} of {dataset.name}.", file=sys.stderr)
    return list(found.similar)


def predict_command(
    image: Annotated[str, typer.Argument(metavar="IMAGE|PAINTING_ID", help="A picture file or a painting id.")],
    run_id: Annotated[str, typer.Option("--run", metavar="ID", help="A finished run; see `atelier runs list`.")],
    count: CountOption = 5,
    backbone: BackboneOption = None,
    as_json: JsonOption = False,
) -> None:
    """Predict the artist of a picture with a run, and find similar works."""
    found = _recognise(image, run_id, backbone, count)
    if as_json:
        print_json({"run": run_id, **_document(found)})
    else:
        _print_recognition(found)


def _recognise(image: str, run_id: str, backbone: str | None, count: int) -> "Recognition":
    from core.dataset.store import open_dataset
    from core.inference.paintings import find_run
    from core.recognition.pipeline import recognise_painting, recognise_picture

    name = find_run(run_id).dataset
    try:
        dataset = open_dataset(name)
    except NotFoundError:  # the model works without it
        upload = _upload(image, name)
        return recognise_picture(upload.pixels, run_id, backbone, count, terminal_progress(), upload.sha256)
    descriptor = _descriptor_for(dataset, backbone)
    if (dataset.catalog()["painting_id"] == image).any():
        return recognise_painting(dataset, image, run_id, descriptor, count, terminal_progress())
    upload = _upload(image, name)
    return recognise_picture(upload.pixels, run_id, descriptor, count, terminal_progress(), upload.sha256)


def _descriptor_for(dataset: "Dataset", backbone: str | None) -> str:
    """The descriptor to use; missing weight-free features are computed, which takes seconds."""
    from core.environment import is_read_only
    from core.similarity.descriptors import WITHOUT_WEIGHTS, best_descriptor, descriptor_name, descriptor_parts
    from core.similarity.embedding import embed

    descriptor = descriptor_name(descriptor_parts(backbone)) if backbone else best_descriptor(dataset)
    if descriptor == WITHOUT_WEIGHTS and not is_read_only():
        embed(dataset, descriptor, terminal_progress())
    return descriptor


def _upload(text: str, dataset: str) -> "Upload":
    """A picture file, validated like an upload.

    Raises:
        NotFoundError: neither a file nor a painting.
        UnreadableImageError: too large, no picture, or damaged.
    """
    from core.dataset.images.uploads import MAX_UPLOAD_BYTES, read_upload

    path = Path(text).expanduser()
    try:
        with path.open("rb") as file:
            return read_upload(file.read(MAX_UPLOAD_BYTES + 1), path.name)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(f"“{text}” is neither a file nor a painting of {dataset}. Check the spelling.") from error
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"“{text}” cannot be read ({error}). Give a picture file.") from error


def _results(found: "list[SimilarWork]") -> list[dict[str, Any]]:
    return [
        {
            "painting_id": work.painting_id,
            "artist": work.artist,
            "score": work.score,
            "why": work.why,
            "parts": dict(work.parts),
        }
        for work in found
    ]


def _document(found: "Recognition") -> dict[str, Any]:
    painting = found.painting
    return {
        "artist": found.artist,
        "probability": found.probability,
        "candidates": [vars(candidate) for candidate in found.candidates],
        "movement": found.movement,
        "movements": [{"movement": name, "probability": share} for name, share in found.movements],
        "temperature": found.temperature,
        "known": found.known,
        "distance": _defined(found.distance),
        "threshold": _defined(found.threshold),
        "refused_share": _defined(found.refused_share),
        "painting": None if painting is None else {**vars(painting), "sentence": painting.sentence},
        "similar": _results(list(found.similar)),
        "descriptor": found.descriptor,
        "notes": list(found.notes),
    }


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else value


def _print_recognition(found: "Recognition") -> None:
    if found.painting:
        print(found.painting.sentence)
    if not found.known:
        print("None of these: the picture is far from the training data of this run. Most probable artists:")
    print_facts((f"{100 * one.probability:5.1f} %", one.artist) for one in found.candidates[:_SHOWN_CANDIDATES])
    if found.movements:
        name, share = found.movements[0]
        print(f"Movement: {name}, {100 * share:.0f} % (sum over its artists)")
    if found.is_judged:
        share = found.refused_share
        beyond = "" if math.isnan(share) else f" (exceeded by {100 * share:.0f} % of the held-out paintings)"
        print(f"Distance: {found.distance:.2f}; threshold of none of these: {found.threshold:.2f}{beyond}")
    _print_similar(list(found.similar))
    for note in found.notes:
        print(note)


def _print_similar(found: "list[SimilarWork]") -> None:
    rows = [(f"{work.score:.2f}", work.painting_id, work.artist or "unknown", work.why) for work in found]
    if rows:
        print_table(("score", "similar work", "artist", "why"), rows)
