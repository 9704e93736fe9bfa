"""Page Play: a game of recognition against a model."""
