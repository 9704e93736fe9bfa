"""What pages are laid out of, one component a file."""
