"""The click on Start on its way to what is drawn next; apart from what carries it out, which every page would load."""

from typing import Final

from dashboard.state.session import Field

START_PRESSED: Final[Field[bool]] = Field("runs.start.pressed", False)
"""Whether the run that the form of Runs holds is to be started."""
