"""What hangs on a page: the pictures that its components were given."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def hung(app: AppTest, shape: str) -> list[dict[str, Any]]:
    """The pictures of all components of a shape ("wall" or "large"), in the order of the page."""
    data = [json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.json]
    return [picture for part in data if part.get("shape") == shape for picture in part["pictures"]]
