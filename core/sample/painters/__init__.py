"""One module a painter; each has `paint(rng, mood, height, width)`, which gives a finished picture."""
