"""Recognition of a picture: artist, novelty, match in the collection, similar works."""

from core.recognition.collection_match import Candidate, KnownPainting, Recognition
from core.recognition.pipeline import recognise_painting, recognise_picture

__all__ = ["Candidate", "KnownPainting", "Recognition", "recognise_painting", "recognise_picture"]
