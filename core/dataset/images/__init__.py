"""Decoding pictures, the pixel store and thumbnails."""
