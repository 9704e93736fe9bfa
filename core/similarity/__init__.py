"""Visual similarity: descriptors, search, explanations and maps."""
