"""The graph as one HTML file that needs no network and no server."""

import base64
import html
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from core.language import _, current_language
from dashboard.charts.network import NetworkView, vis_network_script
from dashboard.theme import DARK, FONT, HEADING_FONT, LIGHT, Palette

_HERE = Path(__file__).parent
_SCRIPTS = ("../words.js", "labels.js", "picture.js", "network.js")


@cache
def drawing_script() -> str:
    """Our own script, which defines `mountNetwork`."""
    return "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)


@cache
def drawing_html() -> str:
    """The elements it draws into."""
    return (_HERE / "network.html").read_text("utf-8")


def drawing_words() -> dict[str, str]:
    """What they say, in the language that is read."""
    return {
        "tools": _("Picture of the graph"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "showAll": _("Show all"),
        "savePng": _("Save as PNG"),
        "colours": _("Colours"),
        "keys": _("Arrow keys go from node to node, Enter opens one."),
    }


@cache
def drawing_css() -> str:
    """Their style, in Streamlit's variables."""
    return (_HERE / "network.css").read_text("utf-8")


@cache
def assets_script() -> str:
    """The vis-network library, and the event that announces it to the drawing."""
    return f"{vis_network_script()}\n{(_HERE / 'assets.js').read_text('utf-8')}"


_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; {light} --st-font: {font}; --st-heading-font: {heading_font};
  --st-base-radius: 4px; --network-height: calc(100vh - 17rem); }}
@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
body {{ max-width: 90rem; margin: 0 auto; padding: 1.5rem; background: var(--st-background-color);
  color: var(--st-text-color); font-family: var(--st-font); }}
h1 {{ margin: 0; font: 400 1.75rem var(--st-heading-font); overflow-wrap: anywhere; }}
body > p {{ margin: 0.25rem 0 1rem; opacity: 0.8; }}
details {{ margin-top: 1rem; }}
td, th {{ padding: 0.25rem 1rem 0.25rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }}
{css}
.stage {{ min-height: 24rem; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{summary}</p>
{html}
<details><summary>{as_table}</summary><table>
<tr><th>{name}</th><th>{known}</th></tr>
{rows}
</table></details>
<script>{vis}</script>
<script>
{script}
</script>
<script>
const component = {{ parentElement: document.body, data: {data} }}
component.setStateValue = (_, {{ node }}) => {{
  component.data.selected = node
  mountNetwork(component)
}}
mountNetwork(component)
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => mountNetwork(component))
</script>
</body>
</html>
"""


def standalone_html(
    view: NetworkView,
    *,
    title: str | None = None,
    thumbnails: Mapping[str, bytes] | None = None,
    file_name: str = "network.png",
) -> str:
    """One page with everything in it, to be written as UTF-8; about 550 KB without thumbnails.

    Nothing is loaded from anywhere, and a content security policy in the page forbids it. Names are escaped.

    Args:
        view: from `build_network`.
        title: plain text above the graph; what it is where None.
        thumbnails: small WebP files by node, shown on hover.
        file_name: of the PNG that the button saves.
    """
    texts = {node: base64.b64encode(webp).decode("ascii") for node, webp in (thumbnails or {}).items()}
    data = {"view": view.to_dict(), "selected": None, "file_name": file_name, "thumbnails": texts}
    data["words"] = drawing_words()
    return _PAGE.format(
        language=current_language(),
        title=html.escape(_("Artists and movements") if title is None else title),
        summary=html.escape(view.summary),
        light=_variables(LIGHT),
        dark=_variables(DARK),
        font=FONT,
        heading_font=HEADING_FONT,
        css=drawing_css(),
        html=drawing_html(),
        as_table=html.escape(_("The same as a table")),
        name=html.escape(_("Name")),
        known=html.escape(_("What is known")),
        rows="\n".join(_row(node["label"], node["facts"]) for node in view.nodes),
        vis=vis_network_script(),
        script=drawing_script(),
        data=_as_script(data),
    )


def _row(name: str, facts: Sequence[str]) -> str:
    return f"<tr><td>{html.escape(name)}</td><td>{html.escape('; '.join(facts))}</td></tr>"


def _variables(palette: Palette) -> str:
    values = {
        "background-color": palette.background,
        "secondary-background-color": palette.surface,
        "text-color": palette.text,
        "border-color": palette.border,
        "primary-color": palette.accent,
    }
    return " ".join(f"--st-{name}: {value};" for name, value in values.items())


def _as_script(value: object) -> str:
    """JSON that cannot close its script element."""
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
