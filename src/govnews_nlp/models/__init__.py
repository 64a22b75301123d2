"""The trained models that travel with the package: one folder each, with a meta.json (description, licence, scores); card.json for HanLP, which takes a meta.json for its own."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parent


def shipped() -> dict[str, dict]:
    """Name → description, licence, scores of every model in the package, with `size_mb`, the size of its files."""
    found = {}
    for path in sorted([*FOLDER.glob("*/meta.json"), *FOLDER.glob("*/card.json")]):
        meta = json.loads(path.read_text("utf-8"))
        meta["size_mb"] = sum(file.stat().st_size for file in path.parent.rglob("*") if file.is_file()) / 1e6
        found[path.parent.name] = meta
    return found
