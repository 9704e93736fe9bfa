"""The names of layers that other parts of the project rely on."""

INPUT = "picture"
"""The input: uint8 `(n, size, size, 3)` RGB."""

PREPROCESSING = ("channel_order", "pixel_scale")
"""Layers between the input and the backbone; they learn nothing and are never counted as layers to freeze."""

FEATURES = "features"
"""The backbone's end: one vector a picture."""

ARTIST = "artist"
"""The last layer: one probability an artist."""
