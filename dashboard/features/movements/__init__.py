"""The Movements page."""
