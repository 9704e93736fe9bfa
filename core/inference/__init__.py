"""Inference with trained models, from processes that never load them.

A small server process holds the models: the first request starts it, and it exits when idle. Callers
use `core.inference.questions`; `client` and `service` know nothing of models. `server`, `tasks` and `loaded_models`,
which do, run in that process alone and are never imported from here.
"""
