"""A report to hand out: runs and their data set as one HTML file that asks nothing of any network.

`building` puts it together: facts are gathered (`gathering`, `collection`, `comparison`, `examples`, `settings`), drawn
as SVG (`curves`, `matrix`, `calibration_chart`) and set into `templates/`. Drawings take their colours from the style
sheet, so that one file suits light, dark and paper; without JavaScript everything is still there to be read.
"""

from core.report.building import Report, build_report, write_report

__all__ = ["Report", "build_report", "write_report"]
