"""Small pictures by address, for a drawing that shows whichever of thousands a person comes near.

Pages that show a few pictures embed them (`dashboard.queries.datasets.thumbnail_urls`); a map cannot embed all.
"""

import secrets
from functools import lru_cache
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.dataset.store import open_dataset
from core.errors import AtelierError, NotFoundError

PATH = "thumbnails"

# Known to pages alone, and those ask for the login where there is one: an address cannot be guessed.
_SEEN_ON_PAGES = secrets.token_urlsafe(16)

_KEPT_S = 30 * 24 * 3600
_NOTHING = 404


def thumbnails_address(dataset: str, version: str) -> str:
    """Where the small pictures of a data set are, from any page; `&painting=…` is added to it.

    Args:
        dataset: its name.
        version: of the data set; cached responses of another version are not shown.
    """
    return f"{PATH}?{urlencode({'dataset': dataset, 'version': version, 'token': _SEEN_ON_PAGES})}"


def thumbnail_route(base: str = "") -> Route:
    """The route that answers with a WebP, or with "not found" for what is no picture here.

    Args:
        base: the path below which the app is served; "" for none.
    """
    return Route(f"{base}/{PATH}", _answer)


def _answer(request: Request) -> Response:
    """Runs in a thread of its own, for a picture met for the first time has to be decoded."""
    requested = request.query_params
    if not secrets.compare_digest(requested.get("token", "").encode(), _SEEN_ON_PAGES.encode()):
        return Response(status_code=_NOTHING)
    try:
        webp = _thumbnail(requested.get("dataset", ""), requested.get("painting", ""))
    except (AtelierError, OSError):
        return Response(status_code=_NOTHING)
    headers = {"Cache-Control": f"private, max-age={_KEPT_S}", "X-Content-Type-Options": "nosniff"}
    return Response(webp, media_type="image/webp", headers=headers)


def _thumbnail(name: str, painting_id: str) -> bytes:
    dataset = open_dataset(name)
    files = _files(name, str(dataset.folder), dataset.version)
    if painting_id not in files:
        raise NotFoundError(f"“{painting_id}” is not a painting of {name}.")
    return dataset.thumbnail(*files[painting_id])


@lru_cache(maxsize=4)
def _files(name: str, folder: str, version: str) -> dict[str, tuple[str, str]]:
    """Path and SHA-256 by painting; `folder` and `version` make the cache key unique per catalog."""
    catalog = open_dataset(name).catalog()
    readable = catalog[catalog["status"] != "unreadable"]
    columns = (readable[column].astype(str).tolist() for column in ("painting_id", "path", "sha256"))
    return {painting_id: (path, sha256) for painting_id, path, sha256 in zip(*columns, strict=True)}
