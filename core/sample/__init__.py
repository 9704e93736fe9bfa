"""The built-in sample: generated pastiches in the style of ten painters, made in seconds from a seed."""

from core.sample.build import DEFAULT_SEED, SAMPLE_NAME, build_sample, encode, greyscale_painting, paint, planted_pairs

__all__ = [
    "DEFAULT_SEED",
    "SAMPLE_NAME",
    "build_sample",
    "encode",
    "greyscale_painting",
    "paint",
    "planted_pairs",
]
