"""Mark of a click on Start. Every page reads it, so it imports nothing of what starts a run."""

from typing import Final

from dashboard.state.session import Field

START_PRESSED: Final[Field[bool]] = Field("runs.start.pressed", False)
"""Whether the run that the form of Runs holds is to be started."""
