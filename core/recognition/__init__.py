"""Recognition of a picture: artist, novelty, match in the collection, similar works."""

from core.recognition.pipeline import recognise_painting, recognise_picture
from core.recognition.result import Candidate, KnownPainting, Recognition

__all__ = ["Candidate", "KnownPainting", "Recognition", "recognise_painting", "recognise_picture"]
