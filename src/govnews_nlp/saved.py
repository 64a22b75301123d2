"""Reading back what EventTables wrote: frames by table, in the tables' columns and types."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from .frames import Frames, dtypes, typed
from .schema import SCHEMA
from .sinks import FORMULA, GUARD


def parquet(path: str | Path) -> Frames:
    frames = {}
    for name, file in _files(path, "parquet", "to_parquet").items():
        frame = pd.read_parquet(file)
        own = [column for column in frame.columns if column not in dtypes(name)]
        frames[name] = frame.reindex(columns=[*dtypes(name), *own]).astype(dtypes(name))
    return frames


def csv(path: str | Path) -> Frames:
    return _restored({name: unguarded(pd.read_csv(file, dtype="string", encoding="utf-8-sig", keep_default_na=False, na_values=[""], lineterminator="\n"))
                      for name, file in _files(path, "csv", "to_csv").items()})


def jsonl(path: str | Path) -> Frames:
    frames = {}
    for name, file in _files(path, "jsonl", "to_jsonl").items():
        with file.open(encoding="utf-8") as lines:
            frames[name] = pd.DataFrame([json.loads(line) for line in lines if line.strip()], dtype=object)
    return _restored(frames)


def sqlite(path: str | Path) -> Frames:
    with closing(sqlite3.connect(_one_file(path, "to_sqlite"))) as connection:
        there = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
        return _restored({name: pd.read_sql(f'select * from "{name}"', connection) for name in SCHEMA if name in there})


def excel(path: str | Path) -> Frames:
    sheets = pd.read_excel(_one_file(path, "to_excel"), sheet_name=None, dtype=object, keep_default_na=False, na_values=[""])
    return _restored({name: unguarded(sheets[name]) for name in SCHEMA if name in sheets})


def unguarded(frame: pd.DataFrame) -> pd.DataFrame:
    """guarded() taken back."""
    for column in frame.columns:
        values = frame[column].astype("string")
        risky = (values.str.startswith(GUARD) & values.str[1:].str.startswith(FORMULA)).fillna(False)
        if risky.any():
            frame[column] = values.mask(risky, values.str[1:])
    return frame


def _restored(frames: Frames) -> Frames:
    return {name: _typed(name, frame) for name, frame in frames.items()}


def _typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of loosely typed cells → the table's columns and types; columns of the user's own behind them, numbers as numbers."""
    columns = {}
    for column, spec in SCHEMA[name].items():
        values = frame[column] if column in frame else pd.Series([None] * len(frame), dtype=object)
        plain = [None if pd.isna(value) else value for value in values]
        columns[column] = [None if value is None else _CELL.get(spec.dtype, _same)(value) for value in plain]
    made = typed(name, columns)
    for column in frame.columns.difference(list(SCHEMA[name]), sort=False):
        made[column] = _guessed(frame[column].reset_index(drop=True))
    return made


def _guessed(values: pd.Series) -> pd.Series:
    """Numbers where all cells are numbers, else what pandas takes them for."""
    try:
        return pd.to_numeric(values).convert_dtypes()
    except (ValueError, TypeError):
        return values.convert_dtypes()


def _same(value: Any) -> Any:
    return value


_CELL = {
    "string": str,
    "boolean": lambda value: str(value).lower() in ("true", "1", "1.0"),
    "Int64": lambda value: int(float(value)),
    "Float64": float,
}


def _files(path: str | Path, ending: str, writer: str) -> dict[str, Path]:
    """table → its file in the folder; raises FileNotFoundError where there is none."""
    files = {name: file for name in SCHEMA if (file := Path(path) / f"{name}.{ending}").is_file()}
    if not files:
        raise FileNotFoundError(f"{path}: no table of govnews_nlp in it; give the folder that {writer} wrote")
    return files


def _one_file(path: str | Path, writer: str) -> Path:
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path}: no such file; give the one that {writer} wrote")
    return Path(path)
