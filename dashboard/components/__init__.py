"""Front-end parts of our own: one folder a component."""
