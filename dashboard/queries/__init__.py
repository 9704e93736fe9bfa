"""Every cached read of `core`."""
