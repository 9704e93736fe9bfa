"""Pages Runs and Run: the form, the queue, the list of runs, and one run in full."""
