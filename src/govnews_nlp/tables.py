"""The tables: typed frames by the schema (schema.py), EventTables, Docs → tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pandas as pd

from .schema import KEYS, SCHEMA

if TYPE_CHECKING:
    from spacy.tokens import Doc

FLUSHED = 1_000  # articles whose records are held before they become columns


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


class EventTables:
    """The tables of one run, each a pandas DataFrame: articles, mentions, officials, meetings, dates, places, slogans,
    statements, events, participants. `a + b` concatenates, tables["events"] is tables.events; writing and reading: to_* and
    read_* (export.py). failures: (file, reason) of what was left out."""

    def __init__(self, **frames: pd.DataFrame):
        unknown = set(frames) - set(SCHEMA)
        if unknown:
            raise TypeError(f"no such table: {', '.join(sorted(unknown))}; the tables are {', '.join(SCHEMA)}")
        for name in SCHEMA:
            frame = frames.get(name)
            setattr(self, name, empty(name) if frame is None else frame)
        self.failures: list[tuple[str, str]] = []  # (file, reason) of what could not be read

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        return ((name, getattr(self, name)) for name in SCHEMA)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in SCHEMA:
            raise KeyError(f"no table {name!r}; the tables are {', '.join(SCHEMA)}")
        return getattr(self, name)

    def __add__(self, other: EventTables) -> EventTables:
        if not isinstance(other, EventTables):
            return NotImplemented
        return concat([self, other])

    def equals(self, other: EventTables) -> bool:
        """Whether all frames are equal: values, types, order."""
        return all(frame.equals(other[name]) and frame.dtypes.equals(other[name].dtypes) for name, frame in self)

    def describe(self) -> pd.DataFrame:
        """Rows, articles with rows and mean confidence of each table."""
        rows = [(name, len(frame), frame["article_id"].nunique(), frame["confidence"].mean() if "confidence" in frame else None)
                for name, frame in self]
        return pd.DataFrame(rows, columns=["table", "rows", "articles", "mean_confidence"]).set_index("table")

    def validate(self) -> EventTables:
        """Check every table against the schema; returns self."""
        for name, frame in self:
            validate(name, frame)
        return self

    def __repr__(self) -> str:
        return "EventTables(" + ", ".join(f"{name}: {len(frame)}" for name, frame in self) + ")"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{name}</td><td style='text-align:right'>{len(frame)}</td></tr>" for name, frame in self)
        return f"<table><thead><tr><th>table</th><th>rows</th></tr></thead><tbody>{rows}</tbody></table>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}


def _attach_exports() -> None:
    from . import export

    for name in ("to_parquet", "to_csv", "to_excel", "to_sqlite", "to_jsonl"):
        setattr(EventTables, name, getattr(export, name))
    for name in ("read_parquet", "read_csv", "read_excel", "read_sqlite", "read_jsonl"):
        setattr(EventTables, name, staticmethod(getattr(export, name)))


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

    def of(self, part: EventTables) -> EventTables:
        """The part, with those of its articles renamed that have an id seen before."""
        renamed = {old: new for old in part.articles["article_id"] if (new := self(old)) != old}
        if not renamed:
            return part
        whole = EventTables(**{name: _renamed(frame, renamed) for name, frame in part})
        whole.failures = part.failures
        return whole


def concat(parts: Iterable[EventTables]) -> EventTables:
    """One EventTables from several; article_ids that come again get a suffix (UniqueIds)."""
    frames: dict[str, list[pd.DataFrame]] = {name: [] for name in SCHEMA}
    failures: list[tuple[str, str]] = []
    ids = UniqueIds()
    for part in parts:
        for name, frame in ids.of(part):
            if len(frame) or not frames[name]:
                frames[name].append(frame)
        failures += part.failures
    whole = EventTables(**{name: _stacked(name, list_) for name, list_ in frames.items() if list_})
    whole.failures = failures
    return whole


def _stacked(table: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0].reset_index(drop=True)
    return whole if whole.dtypes.to_dict() == dtypes(table) else whole.astype(dtypes(table))


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


def to_tables(docs: Iterable[Doc]) -> EventTables:
    """EventTables from Docs that went through the pipeline. Docs without an article_id are numbered: text#1, text#2 …"""
    from .article import well_formed
    from .records import article_of

    columns: dict[str, dict[str, list]] = {table: {name: [] for name in schema} for table, schema in SCHEMA.items()}
    records: dict[str, list] = {table: [] for table in SCHEMA if table != "articles"}
    unique = UniqueIds()
    for number, doc in enumerate(docs, 1):
        article = article_of(doc)
        article_id = unique(well_formed(article.article_id or f"text#{number}"))
        row = {"article_id": article_id, "reporters": "、".join(article.reporters) or None, "editors": "、".join(article.editors) or None,
               "n_chars": len(article.text)}
        for name, values in columns["articles"].items():
            value = row[name] if name in row else getattr(article, name)
            values.append(well_formed(value) if isinstance(value, str) else value)
        for table in SCHEMA:
            if table != "articles" and (found := getattr(doc._, table)):
                records[table] += found
                columns[table]["article_id"] += [article_id] * len(found)
        if number % FLUSHED == 0:
            _flush(records, columns)
    _flush(records, columns)
    return EventTables(**{table: typed(table, values) for table, values in columns.items()})


def _flush(records: dict[str, list], columns: dict[str, dict[str, list]]) -> None:
    """Records into columns, many at a time."""
    for table, found in records.items():
        ids = columns[table]["article_id"]
        for name, values in columns[table].items():
            if name in KEYS:
                keys = map(attrgetter(name), found)
                values += [f"{article_id}/{key}" if key else None for article_id, key in zip(islice(ids, len(values), None), keys, strict=True)]
            elif name != "article_id":
                values += map(attrgetter(name), found)
        found.clear()


_attach_exports()
