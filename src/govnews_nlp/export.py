"""Writing EventTables and reading them back: Parquet, CSV, JSONL (a folder, one file a table), Excel, SQLite (one file)."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from .tables import EventTables

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that starts so would run in a spreadsheet
GUARD = "'"
LONGEST_CELL = 32_767  # characters that a cell of Excel holds


def _folder(path: str | Path) -> Path:
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _restored(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    from .tables import SCHEMA, typed

    columns = {}
    for column, spec in SCHEMA[name].items():
        values = frame[column] if column in frame else pd.Series([None] * len(frame), dtype=object)
        plain = [None if pd.isna(value) else value for value in values]
        if spec.dtype == "string":
            plain = [None if value is None else str(value) for value in plain]
        elif spec.dtype == "boolean":
            plain = [None if value is None else str(value) in ("True", "1", "1.0", "true") for value in plain]
        elif spec.dtype in ("Int64", "Float64"):
            plain = [None if value is None else (float if spec.dtype == "Float64" else lambda v: int(float(v)))(value) for value in plain]
        columns[column] = plain
    return typed(name, columns)


def _tables(frames: dict[str, pd.DataFrame]) -> EventTables:
    from .tables import EventTables

    return EventTables(**{name: _restored(name, frame) for name, frame in frames.items()})


def _need(path: Path, what: str) -> Path:
    if not path.exists():
        raise FileNotFoundError(f"{path}: not there; {what}")
    return path


def to_parquet(self: EventTables, path: str | Path) -> Path:
    """One file a table into the folder `path`."""
    folder = _folder(path)
    for name, frame in self:
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return folder


def read_parquet(path: str | Path) -> EventTables:
    """EventTables from a folder that to_parquet wrote."""
    from .tables import SCHEMA

    folder = _need(Path(path), "give the folder that to_parquet wrote")
    return _tables({name: pd.read_parquet(file) for name in SCHEMA if (file := folder / f"{name}.parquet").is_file()})


def guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """Text cells that a spreadsheet would take for a formula get an apostrophe in front."""
    frame = frame.copy()
    for column in frame.select_dtypes("string"):
        risky = frame[column].str.startswith(FORMULA).fillna(False)
        if risky.any():
            frame.loc[risky, column] = GUARD + frame.loc[risky, column]
    return frame


def unguarded(frame: pd.DataFrame) -> pd.DataFrame:
    for column in frame.columns:
        values = frame[column].astype("string")
        risky = (values.str.startswith(GUARD) & values.str[1:].str.startswith(FORMULA)).fillna(False)
        if risky.any():
            frame[column] = values.mask(risky, values.str[1:])
    return frame


def to_csv(self: EventTables, path: str | Path, bom: bool = True) -> Path:
    """One UTF-8 file a table into the folder `path`; bom: with the mark by which Excel, Stata and R know UTF-8."""
    folder = _folder(path)
    for name, frame in self:
        guarded(frame).to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig" if bom else "utf-8", date_format="%Y-%m-%d",
                              lineterminator="\n")
    return folder


def read_csv(path: str | Path) -> EventTables:
    """EventTables from a folder that to_csv wrote."""
    from .tables import SCHEMA

    folder = _need(Path(path), "give the folder that to_csv wrote")
    return _tables({name: unguarded(pd.read_csv(file, dtype="string", encoding="utf-8-sig", keep_default_na=False, na_values=[""],
                                                lineterminator="\n"))
                    for name in SCHEMA if (file := folder / f"{name}.csv").is_file()})


def to_jsonl(self: EventTables, path: str | Path) -> Path:
    """One JSON-lines file a table into the folder `path`."""
    folder = _folder(path)
    for name, frame in self:
        plain = frame.copy()
        for column in plain.select_dtypes("datetime"):
            plain[column] = plain[column].dt.strftime("%Y-%m-%d")
        plain.to_json(folder / f"{name}.jsonl", orient="records", lines=True, force_ascii=False)
    return folder


def read_jsonl(path: str | Path) -> EventTables:
    """EventTables from a folder that to_jsonl wrote."""
    import json

    from .tables import SCHEMA

    folder = _need(Path(path), "give the folder that to_jsonl wrote")
    frames = {}
    for name in SCHEMA:
        file = folder / f"{name}.jsonl"
        if file.is_file():
            with file.open(encoding="utf-8") as lines:
                frames[name] = pd.DataFrame([json.loads(line) for line in lines if line.strip()], dtype=object)
    return _tables(frames)


def to_sqlite(self: EventTables, path: str | Path) -> Path:
    """One SQLite file with a table each; written anew."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    try:
        for name, frame in self:
            plain = frame.copy()
            for column in plain.select_dtypes("datetime"):
                plain[column] = plain[column].dt.strftime("%Y-%m-%d")
            for column in plain.select_dtypes("category"):
                plain[column] = plain[column].astype("string")
            plain.to_sql(name, connection, if_exists="replace", index=False)
        connection.commit()
    finally:
        connection.close()
    return path


def read_sqlite(path: str | Path) -> EventTables:
    """EventTables from a file that to_sqlite wrote."""
    from .tables import SCHEMA

    connection = sqlite3.connect(_need(Path(path), "give the file that to_sqlite wrote"))
    try:
        there = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
        return _tables({name: pd.read_sql(f'select * from "{name}"', connection) for name in SCHEMA if name in there})
    finally:
        connection.close()


def to_excel(self: EventTables, path: str | Path) -> Path:
    """One workbook, a sheet a table: frozen header, filters, column widths. Cells are cut at 32,767 characters, Excel's limit."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        writer = pd.ExcelWriter(path, engine="openpyxl", datetime_format="yyyy-mm-dd")
    except ImportError:
        raise ImportError('writing .xlsx needs openpyxl: pip install "govnews-nlp[excel]"') from None
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter

    with writer:
        for name, frame in self:
            plain = guarded(frame)
            for column in plain.select_dtypes("string"):
                plain[column] = plain[column].str.replace(ILLEGAL_CHARACTERS_RE, "", regex=True).str.slice(0, LONGEST_CELL)
            plain.to_excel(writer, sheet_name=name, index=False)
            sheet = writer.sheets[name]
            sheet.freeze_panes = "A2"
            sheet.auto_filter.ref = sheet.dimensions
            for number, column in enumerate(plain.columns, 1):
                sample = plain[column].head(50).astype("string").fillna("").str.len()
                widest = max(len(column) + 2, int(sample.max() if len(sample) else 0) * 2)
                sheet.column_dimensions[get_column_letter(number)].width = min(widest, 60)
    return path


def read_excel(path: str | Path) -> EventTables:
    """EventTables from a workbook that to_excel wrote."""
    from .tables import SCHEMA

    sheets = pd.read_excel(_need(Path(path), "give the workbook that to_excel wrote"), sheet_name=None, dtype=object, keep_default_na=False, na_values=[""])
    return _tables({name: unguarded(sheets[name]) for name in SCHEMA if name in sheets})
