"""The chapters, grouped by subject."""
