"""One folder per page; a feature never imports another."""
