"""The story of a collection and its models in large type."""
