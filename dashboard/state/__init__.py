"""Session and address: how choices outlive a script run."""
