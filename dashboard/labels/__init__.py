"""Words for values: metrics, runs, traits."""
