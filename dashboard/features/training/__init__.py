"""What the pages of training are made of: the form, the queue, the list of runs, and one run in full."""
