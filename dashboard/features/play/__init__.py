"""You against the network: the game, its questions and its card."""
