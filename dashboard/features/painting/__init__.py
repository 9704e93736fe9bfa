"""The Painting page."""
