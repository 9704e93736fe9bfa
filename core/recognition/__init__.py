"""Who painted this, is it a painting at all, do we have it, and what is like it."""

from core.recognition.recognising import recognise_painting, recognise_picture
from core.recognition.recognition import Candidate, KnownPainting, Recognition

__all__ = ["Candidate", "KnownPainting", "Recognition", "recognise_painting", "recognise_picture"]
