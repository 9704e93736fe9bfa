"""What every background process shares: id, folder, status file, log, stop mark, liveness."""
