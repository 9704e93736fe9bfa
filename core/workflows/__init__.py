"""Work that calls several parts of `core`: preparing a data set, the kinds of jobs and their process."""
