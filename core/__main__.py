"""`python -m core` is the `atelier` command."""

from core.cli import main

main()
