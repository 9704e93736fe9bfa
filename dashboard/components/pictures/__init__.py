"""Pictures on the wall that open their page when they are chosen."""
