"""Curves of training that play back, epoch by epoch."""
