"""Buttons that save a chart of the page as a picture."""
