"""The parts of the Recognise page."""
