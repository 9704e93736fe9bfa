"""A data set: its artists, its pictures, what is known of them, and how they are divided for training."""
