"""Permissions: the read-only demo, and the folders that a typed path may point to."""

import os
from pathlib import Path

from core.environment import artifacts_root, data_root, is_read_only
from core.errors import InvalidInputError, ReadOnlyError
from core.language import _


def require_writable(what: str) -> None:
    """Refuse a change in a read-only demo.

    Args:
        what: the action, as in "import a data set", translated.

    Raises:
        ReadOnlyError: `ATELIER_READ_ONLY` is set.
    """
    if is_read_only():
        raise ReadOnlyError(
            _("This is a read-only demo, so it cannot {what}. Run your own copy to do that.").format(what=what)
        )


def require_writable_path(path: Path) -> None:
    """Refuse to change a file of the installation in a read-only demo; files elsewhere may be written.

    The last line of defence: actions call `require_writable` first, whose sentence names the action.

    Raises:
        ReadOnlyError: `ATELIER_READ_ONLY` is set, and the path is below the data or the artifacts.
    """
    if is_read_only() and any(path.resolve().is_relative_to(root) for root in (data_root(), artifacts_root())):
        raise ReadOnlyError(
            _("This is a read-only demo, so it cannot write “{file}”. Run your own copy to do that.").format(
                file=path.name
            )
        )


def allowed_import_roots() -> list[Path]:
    """Folders that a path typed in the browser may point into.

    They are the user's home folder, the data root, and those in `ATELIER_ALLOWED_PATHS` (separated as in PATH).
    """
    extra = os.environ.get("ATELIER_ALLOWED_PATHS", "").split(os.pathsep)
    roots = [Path.home(), data_root(), *(Path(path).expanduser() for path in extra if path.strip())]
    return [root.resolve() for root in roots]


def require_allowed_import_path(text: str) -> Path:
    """Resolve a path typed in the browser, links included, and check its target.

    Raises:
        InvalidInputError: it is outside the allowed folders, or does not exist.
    """
    try:
        path = Path(text.strip()).expanduser().resolve()
    except (RuntimeError, OSError, ValueError) as error:
        raise InvalidInputError(_("“{path}” is not a path this computer understands.").format(path=text)) from error
    if not text.strip() or not any(path.is_relative_to(root) for root in allowed_import_roots()):
        raise InvalidInputError(
            _(
                "“{path}” is outside the folders this app may read. Use a path below your home folder or the data "
                "folder, or ask the operator to allow it with ATELIER_ALLOWED_PATHS."
            ).format(path=text)
        )
    if not _is_there(path):
        raise InvalidInputError(_("“{path}” does not exist. Check the spelling of the path.").format(path=text))
    return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than the file system allows
        return False
