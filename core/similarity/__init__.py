"""What pictures look like, and which ones are alike."""
