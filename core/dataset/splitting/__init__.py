"""Selecting artists and dividing their pictures into training, validation and test."""
