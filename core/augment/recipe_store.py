"""Saved recipes, one JSON file each.

Files are named by an id that never changes; titles may be any text and are unique. Deleting moves the file into a
bin beside the others, from which it can be brought back.
"""

import json
import re
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from core.augment.config import AugmentConfig
from core.augment.recipe import LONGEST_TITLE, Difference, Recipe, compare_configs
from core.environment import artifacts_root
from core.errors import AlreadyExistsError, AtelierError, BusyError, InvalidInputError, NotFoundError
from core.files import clear_disk_errors, write_json_atomically
from core.language import _
from core.permissions import require_writable

_BIN = ".deleted"
_PATIENCE_S = 10


@dataclass(frozen=True)
class UnreadableRecipe:
    """A file among the recipes that is none, or a damaged one.

    Attributes:
        recipe_id: name of the file without ".json".
        sentence: what is wrong with it.
    """

    recipe_id: str
    sentence: str


@dataclass(frozen=True)
class RecipeListing:
    """All saved recipes.

    Attributes:
        recipes: by title.
        unreadable: files that could not be read; they are left as they are.
    """

    recipes: tuple[Recipe, ...]
    unreadable: tuple[UnreadableRecipe, ...]


class RecipeStore:
    """The recipes in one folder. Several processes and browser tabs may use it at once.

    Args:
        root: the folder; `recipes/` among the artifacts where None.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = artifacts_root() / "recipes" if root is None else root

    def listing(self) -> RecipeListing:
        """Every recipe, and every file that should be one and is not."""
        recipes, unreadable = [], []
        for path in sorted(self.root.glob("*.json")):
            try:
                recipes.append(_read(path))
            except NotFoundError:
                continue
            except AtelierError as error:
                unreadable.append(UnreadableRecipe(path.stem, str(error)))
        recipes.sort(key=lambda recipe: (recipe.title.casefold(), recipe.recipe_id))
        return RecipeListing(tuple(recipes), tuple(unreadable))

    def get(self, recipe_id: str) -> Recipe:
        """Load one.

        Raises:
            NotFoundError: there is no such recipe.
            InvalidInputError: its file is damaged, or of another version.
        """
        return _read(self._path(recipe_id))

    def save(self, title: str, config: AugmentConfig, note: str = "", *, replace_existing: bool = False) -> Recipe:
        """Save a recipe under its title.

        Args:
            title: any text on one line; titles that differ only in case or spaces are the same.
            config: the parameters.
            note: in the person's words.
            replace_existing: change the recipe of that title where there is one, keeping its id.

        Raises:
            AlreadyExistsError: there is one of that title, and it is not to be replaced.
            InvalidInputError: a title or note that cannot be used.
            ReadOnlyError: this is a demo.
        """
        now = _now()
        recipe = Recipe(title, config, note, now, now)
        with self._changing(_("save a recipe")):
            existing = self._by_title(recipe.title)
            if existing is None:
                return self._write(replace(recipe, recipe_id=_new_id(recipe.title)))
            if not replace_existing:
                raise _taken(existing.title)
            return self._write(replace(recipe, created_at=existing.created_at, recipe_id=existing.recipe_id))

    def duplicate(self, recipe_id: str) -> Recipe:
        """Save a copy under the first free title of the kind "Title (copy)", "Title (copy 2)"."""
        with self._changing(_("duplicate a recipe")):
            original = self.get(recipe_id)
            taken = {_folded(recipe.title) for recipe in self.listing().recipes}
            number = 1
            while _folded(title := _copy_title(original.title, number)) in taken:
                number += 1
            now = _now()
            copy = replace(original, title=title, created_at=now, changed_at=now, recipe_id=_new_id(title))
            return self._write(copy)

    def rename(self, recipe_id: str, title: str) -> Recipe:
        """Give a recipe another title; its id stays.

        Raises:
            AlreadyExistsError: another recipe has that title.
            NotFoundError: there is no such recipe.
        """
        with self._changing(_("rename a recipe")):
            recipe = replace(self.get(recipe_id), title=title, changed_at=_now())
            existing = self._by_title(recipe.title)
            if existing is not None and existing.recipe_id != recipe_id:
                raise _taken(existing.title)
            return self._write(recipe)

    def delete(self, recipe_id: str) -> None:
        """Move a recipe, or an unreadable file, into the bin; `restore` brings it back.

        Raises:
            NotFoundError: there is no such recipe.
        """
        with self._changing(_("delete a recipe")):
            path = self._path(recipe_id)
            if not path.is_file():
                raise _missing(recipe_id)
            self._binned(recipe_id).parent.mkdir(exist_ok=True)
            path.replace(self._binned(recipe_id))

    def restore(self, recipe_id: str) -> Recipe:
        """Bring a deleted recipe back; where its title was taken meanwhile, with "(copy)" after it.

        Raises:
            NotFoundError: it is not in the bin.
            InvalidInputError: the file brought back is unreadable, as it was before.
        """
        with self._changing(_("restore a recipe")):
            if not self._binned(recipe_id).is_file():
                raise _missing(recipe_id)
            self._binned(recipe_id).replace(self._path(recipe_id))
            recipe = self.get(recipe_id)
            taken = {_folded(other.title) for other in self.listing().recipes if other.recipe_id != recipe_id}
            title, number = recipe.title, 0
            while _folded(title) in taken:
                number += 1
                title = _copy_title(recipe.title, number)
            return recipe if title == recipe.title else self._write(replace(recipe, title=title))

    def compare(self, left_id: str, right_id: str) -> list[Difference]:
        """The parameters in which two saved recipes differ."""
        return compare_configs(self.get(left_id).config, self.get(right_id).config)

    def _path(self, recipe_id: str) -> Path:
        if not isinstance(recipe_id, str) or not _is_safe_stem(recipe_id):
            raise _missing(recipe_id)
        return self.root / f"{recipe_id}.json"

    def _binned(self, recipe_id: str) -> Path:
        return self.root / _BIN / self._path(recipe_id).name

    def _by_title(self, title: str) -> Recipe | None:
        same = (recipe for recipe in self.listing().recipes if _folded(recipe.title) == _folded(title))
        return next(same, None)

    def _write(self, recipe: Recipe) -> Recipe:
        recipe = replace(recipe, changed_at=recipe.changed_at or _now())
        write_json_atomically(self._path(recipe.recipe_id), recipe.to_dict())
        return recipe

    @contextmanager
    def _changing(self, what: str) -> Iterator[None]:
        require_writable(what)
        with clear_disk_errors(_("trying to {what}").format(what=what)):
            self.root.mkdir(parents=True, exist_ok=True)
            try:
                with FileLock(self.root / ".lock", timeout=_PATIENCE_S):
                    yield
            except Timeout as error:
                raise BusyError(_("Another tab is changing the recipes. Try again in a moment.")) from error


def _read(path: Path) -> Recipe:
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise _missing(path.stem) from error
    except (ValueError, OSError, RecursionError) as error:
        raise InvalidInputError(
            _("The recipe file “{file}” is damaged or half-written. Delete it, or mend it by hand.").format(
                file=path.name
            )
        ) from error
    try:
        return Recipe.from_dict(document, path.stem)
    except InvalidInputError as error:
        raise InvalidInputError(
            _("The recipe file “{file}” cannot be used: {reason}").format(file=path.name, reason=error)
        ) from error


def _new_id(title: str) -> str:
    """A safe file name that still tells the title where that has plain letters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
    return f"{words or 'recipe'}-{uuid.uuid4().hex[:8]}"


def _is_safe_stem(stem: str) -> bool:
    """Whether a file of this name lies in the folder itself; files put there by hand need not look like ours."""
    return bool(stem) and not stem.startswith(".") and not set("/\\\0:") & set(stem) and len(stem.encode()) <= 200


def _folded(title: str) -> str:
    return unicodedata.normalize("NFKC", title).casefold()


def _copy_title(title: str, number: int) -> str:
    suffix = _(" (copy)") if number == 1 else _(" (copy {number})").format(number=number)
    return title[: LONGEST_TITLE - len(suffix)] + suffix


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _missing(recipe_id: object) -> NotFoundError:
    return NotFoundError(
        _("There is no recipe {name!r:.60} any more. Reload the page to see which there are.").format(name=recipe_id)
    )


def _taken(title: str) -> AlreadyExistsError:
    return AlreadyExistsError(
        _("There is a recipe “{title}” already. Choose another title, or replace that one.").format(title=title)
    )
