"""Encoders: what turns a picture into a vector, from a weight-free descriptor to frozen networks.

Importing this package imports no network library; an encoder loads its own when it first encodes.
"""

from core.models.encoders.encoder import Encoder
from core.models.encoders.entry import ENCODERS, EncoderEntry, encoder_entry
from core.models.encoders.opening import open_encoder

__all__ = ["ENCODERS", "Encoder", "EncoderEntry", "encoder_entry", "open_encoder"]
