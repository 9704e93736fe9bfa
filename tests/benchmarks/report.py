"""How a benchmark tells its result: one JSON line, and whether it kept its limit."""

import json
import sys
from collections.abc import Mapping

_MISSED: list[str] = []


def limits_missed() -> int:
    """How many limits were missed so far, for a benchmark to exit by."""
    return len(_MISSED)


def report(
    name: str,
    ours: float,
    peer: float | None,
    unit: str,
    detail: object,
    *,
    lower_is_better: bool = False,
    least_ratio: float | None = None,
) -> bool:
    """Print `{"name", "ours", "peer", "ratio", "unit", "detail"}`; ratio above 1 means ours is better.

    Args:
        name: of what was measured.
        ours: median.
        peer: likewise, or the limit where that stands as peer; None where there is none.
        unit: of both.
        detail: what else a reader should know, as JSON can hold it.
        lower_is_better: as for seconds.
        least_ratio: the limit, told with the detail; a lower ratio is said on stderr.

    Returns:
        Whether the limit is kept; True where there is none.
    """
    ratio = None if not peer else (peer / ours if lower_is_better else ours / peer)
    if least_ratio is not None:
        more = detail if isinstance(detail, Mapping) else {"what": detail}
        detail = {**more, "least_ratio": least_ratio}
    line = {"name": name, "ours": round(ours, 4), "peer": None if peer is None else round(peer, 4)}
    line |= {"ratio": None if ratio is None else round(ratio, 2), "unit": unit, "detail": detail}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    kept = least_ratio is None or (ratio is not None and ratio >= least_ratio)
    if not kept:
        _MISSED.append(name)
        print(f"{name}: limit missed, a ratio of {line['ratio']} where {least_ratio:g} is the least", file=sys.stderr)
    return kept
