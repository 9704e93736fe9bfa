"""Probes: one logistic layer on features of frozen encoders."""
