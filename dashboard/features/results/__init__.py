"""What a run mixes up, and which of several is better."""
