"""Asking trained models about pictures, from a process that never loads them.

A small server of its own holds the models: the first question starts it, and it goes away when nobody asks. Callers
use `core.inference.questions`; `client` and `service` know nothing of models. `server`, `tasks` and `loaded_models`,
which do, run in that process alone and are never imported from here.
"""
