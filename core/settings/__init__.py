"""Declaring settings with limits, titles and help, and reading them from documents."""
