"""Metrics, confusions, calibration and comparisons of runs, computed from `predictions.parquet` alone.

`evaluating` writes `evaluation.json`, `results` reads it or computes it, `comparing` tests runs against each other,
`confusions` and `movements` analyse the errors. Import from these modules: some load scikit-learn, which takes
seconds, others do not.
"""
