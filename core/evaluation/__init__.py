"""How good a run is and what it mixes up, computed from `predictions.parquet` alone.

`evaluating` fills `evaluation.json`; `comparing` asks which of several runs is better; `confusions` and `movements`
look at the mistakes. Import from these modules: some need scikit-learn, which takes seconds to load, others do not.
"""
