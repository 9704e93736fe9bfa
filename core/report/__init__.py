"""A report on runs and their data set: one self-contained HTML file without network requests.

`building` assembles it: data is gathered (`gathering`, `collection`, `pictures`, `settings`), drawn as SVG (`curves`,
`matrix`) and rendered by `templates/`. Drawings take their colours from the style sheet, so one file suits light and
dark screens and paper; without JavaScript all content stays readable.
"""

from core.report.building import Report, build_report, write_report

__all__ = ["Report", "build_report", "write_report"]
