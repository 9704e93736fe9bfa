"""Who painted this, is it a painting at all, do we have it, and what is like it."""

from core.recognition.pipeline import recognise_painting, recognise_picture
from core.recognition.result import Candidate, KnownPainting, Recognition

__all__ = ["Candidate", "KnownPainting", "Recognition", "recognise_painting", "recognise_picture"]
