"""A configuration as the command line says it; `core.training.config.command_line` has the words."""

from core.training.config.command_line import as_typed, recipe_settings, settings_of, train_command

__all__ = ["as_typed", "recipe_settings", "settings_of", "train_command"]
