"""The screens of Atelier: router, theme, state, cache, charts and widgets."""
