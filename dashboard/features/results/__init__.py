"""Pages Confusion and Compare: results of one run, and of several."""
