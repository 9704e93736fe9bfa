"""Page Showcase: chapters on a collection and its models for an audience."""
