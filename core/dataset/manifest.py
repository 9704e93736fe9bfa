"""The repair manifest: the user's decisions about pictures, each of which can be undone.

The picture files never change. The manifest is the only artifact of a data set that cannot be recomputed, so a damaged
file is reported and left unchanged.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from core.errors import InvalidInputError, NotFoundError
from core.files import write_json_atomically
from core.language import N_, _

SCHEMA_VERSION = 1
DecisionKind = Literal["exclude", "not_same_work"]

NO_REASON = N_("no reason given")
"""The reason in the catalog for exclusions without one; marked for translation."""


@dataclass(frozen=True)
class Decision:
    """One decision of the user.

    Attributes:
        decision_id: unique name of the decision.
        kind: "exclude" removes pictures from training; "not_same_work" keeps a pair out of one artwork group.
        painting_ids: the pictures concerned; exactly two for "not_same_work".
        reason: free text, possibly empty.
        decided_at: UTC, ISO 8601.
        undone: whether it is not in force.
    """

    decision_id: str
    kind: DecisionKind
    painting_ids: tuple[str, ...]
    reason: str
    decided_at: str
    undone: bool = False


@dataclass(frozen=True)
class Manifest:
    """All decisions about one data set, oldest first."""

    decisions: tuple[Decision, ...] = ()

    def decide(self, kind: DecisionKind, painting_ids: Sequence[str], reason: str = "") -> "Manifest":
        """A manifest with one more decision at the end.

        Raises:
            InvalidInputError: no picture, or not two different ones for a pair.
        """
        pictures = tuple(dict.fromkeys(painting_ids))
        if not pictures or (kind == "not_same_work" and len(pictures) != 2):
            raise InvalidInputError(
                _("Choose at least one picture to exclude, or two different ones to mark as different works.")
            )
        if kind == "not_same_work" and frozenset(pictures) in self.rejected_pairs:
            return self  # already decided, in another tab
        now = datetime.now(UTC).isoformat(timespec="seconds")
        decision = Decision(uuid.uuid4().hex[:12], kind, pictures, reason.strip(), now)
        return Manifest((*self.decisions, decision))

    def set_undone(self, decision_id: str, undone: bool = True) -> "Manifest":
        """A manifest with one decision undone, or in force again.

        Raises:
            NotFoundError: there is no such decision.
        """
        if all(decision.decision_id != decision_id for decision in self.decisions):
            raise NotFoundError(_("That decision is not in the manifest any more. Reload the page to see what is."))
        return Manifest(
            tuple(
                replace(decision, undone=undone) if decision.decision_id == decision_id else decision
                for decision in self.decisions
            )
        )

    @property
    def in_force(self) -> list[Decision]:
        """The decisions that are not undone, oldest first."""
        return [decision for decision in self.decisions if not decision.undone]

    @property
    def excluded(self) -> dict[str, str]:
        """Reason by painting id, `NO_REASON` where none was given; the latest decision gives the reason."""
        return {
            painting_id: decision.reason or NO_REASON
            for decision in self.in_force
            if decision.kind == "exclude"
            for painting_id in decision.painting_ids
        }

    @property
    def rejected_pairs(self) -> set[frozenset[str]]:
        """Pairs of painting ids that the user marked as different works."""
        return {frozenset(decision.painting_ids) for decision in self.in_force if decision.kind == "not_same_work"}


def read_manifest(path: Path) -> Manifest:
    """Read the manifest; one that does not exist is empty.

    Raises:
        InvalidInputError: damaged, or written by a newer version.
    """
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Manifest()
    except (ValueError, OSError) as error:
        raise InvalidInputError(
            _("The repair manifest “{file}” is damaged. Repair it or move it away; the pictures are unharmed.").format(
                file=path.name
            )
        ) from error
    if not isinstance(document, dict) or document.get("schema_version") != SCHEMA_VERSION:
        version = document.get("schema_version") if isinstance(document, dict) else None
        raise InvalidInputError(
            _(
                "The repair manifest has schema version {found!r}; this Atelier reads {version}. "
                "Use the version that wrote it, or move the file away."
            ).format(found=version, version=SCHEMA_VERSION)
        )
    entries = document.get("decisions")
    if not isinstance(entries, list):
        raise InvalidInputError(
            _("The repair manifest “{file}” has no list of decisions. Repair it or move it away.").format(
                file=path.name
            )
        )
    return Manifest(tuple(_read_decision(entry, path) for entry in entries))


def _read_decision(entry: Any, path: Path) -> Decision:  # noqa: ANN401 - it comes from a file
    try:
        decision = Decision(**{**entry, "painting_ids": tuple(map(str, entry["painting_ids"]))})
        two_wanted = decision.kind == "not_same_work"
        if decision.kind not in get_args(DecisionKind) or (two_wanted and len(decision.painting_ids) != 2):
            raise ValueError(decision.kind)
    except (TypeError, KeyError, ValueError) as error:
        raise InvalidInputError(
            _(
                "The repair manifest “{file}” holds an entry that is not understood ({reason}). "
                "Repair it or move it away; the pictures are unharmed."
            ).format(file=path.name, reason=error)
        ) from error
    return decision


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write the manifest atomically."""
    decisions = [asdict(decision) for decision in manifest.decisions]
    write_json_atomically(path, {"schema_version": SCHEMA_VERSION, "decisions": decisions})
