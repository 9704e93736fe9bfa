"""Importing folders, archives and the Kaggle set: layouts, staging, provenance."""
