"""Frames of the tables: typed by the schema (schema.py), and the keys of their articles kept apart."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import pandas as pd

from .schema import KEYS, SCHEMA

Frames = dict[str, pd.DataFrame]  # the tables of a run by name


@cache
def dtypes(table: str) -> dict[str, Any]:
    return {name: column.pandas for name, column in SCHEMA[table].items()}


def empty(table: str) -> pd.DataFrame:
    """A frame without rows, with the table's columns and types."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes(table).items()})


def typed(table: str, columns: dict[str, list]) -> pd.DataFrame:
    """Columns of plain Python values → a frame of the table's types."""
    return pd.DataFrame({
        name: _days(columns[name]) if column.dtype == "date" else pd.array(columns[name], dtype=types)
        for (name, column), types in zip(SCHEMA[table].items(), dtypes(table).values(), strict=True)}, copy=False)


def _days(values: list) -> pd.Series:
    """Days as datetime64[ns]; NaT for those before 1678 or after 2261, which that type can't hold (公元822年)."""
    texts = [str(value)[:10] for value in values]
    return pd.to_datetime(pd.Series([text if "1678" <= text < "2262" else None for text in texts], dtype=object)).astype("datetime64[ns]")


def validate(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Check columns and types with pandera; raises pandera.errors.SchemaErrors that lists what is wrong."""
    import pandera.pandas as pa

    return pa.DataFrameSchema({name: pa.Column(dtype, nullable=True) for name, dtype in dtypes(table).items()},
                              strict=True, ordered=True).validate(frame, lazy=True)


class UniqueIds:
    """Gives every article of a run an id of its own: one that comes again gets a suffix (~2), its other keys follow."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.numbers: dict[str, int] = {}  # of the ids that came again: the next number

    def __call__(self, article_id: str) -> str:
        new = article_id
        while new in self.seen:
            number = self.numbers.get(article_id, 2)
            new, self.numbers[article_id] = f"{article_id}~{number}", number + 1
        self.seen.add(new)
        return new

    def take(self, article_ids: Collection[str]) -> bool:
        """Whether all of them are new, and different; they are taken then."""
        if not self.seen.isdisjoint(article_ids) or len(set(article_ids)) < len(article_ids):
            return False
        self.seen.update(article_ids)
        return True

    def of(self, frames: Frames) -> Frames:
        """The tables, with those of their articles renamed that have an id seen before."""
        renamed = {old: new for old in frames["articles"]["article_id"] if (new := self(old)) != old}
        return {name: _renamed(frame, renamed) for name, frame in frames.items()} if renamed else frames


def _renamed(frame: pd.DataFrame, renamed: dict[str, str]) -> pd.DataFrame:
    frame = frame.copy()
    old = frame["article_id"]
    new = old.replace(renamed).astype("string")
    for key in KEYS:
        if key in frame.columns:
            rest = [key_[len(article):] if isinstance(key_, str) else None for key_, article in zip(frame[key], old, strict=True)]
            frame[key] = pd.Series([None if tail is None else head + tail for head, tail in zip(new, rest, strict=True)],
                                   index=frame.index, dtype="string")
    frame["article_id"] = new
    return frame
