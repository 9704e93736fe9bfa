"""How a benchmark tells its result: one JSON line."""

import json


def report(name: str, ours: float, peer: float | None, unit: str, detail: object, *, lower_is_better: bool = False):
    """Print `{"name", "ours", "peer", "ratio", "unit", "detail"}`; ratio above 1 means ours is better."""
    ratio = None if not peer else (peer / ours if lower_is_better else ours / peer)
    line = {"name": name, "ours": round(ours, 4), "peer": None if peer is None else round(peer, 4)}
    line |= {"ratio": None if ratio is None else round(ratio, 2), "unit": unit, "detail": detail}
    print(json.dumps(line, ensure_ascii=False), flush=True)
