"""The map of the collection: thousands of points to look about in, with small pictures where there is room."""
