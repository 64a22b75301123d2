"""Where tables are written: Parquet, CSV, JSONL (a folder, one file a table), Excel, SQLite (one file).

A Sink takes the tables in parts, so that a long run never holds all of them; EventTables.to_parquet and the others write one part.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from .frames import Frames, UniqueIds
from .packed import frames_of

if TYPE_CHECKING:
    import pyarrow as pa

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that starts so would run in a spreadsheet
GUARD = "'"
LONGEST_CELL = 32_767  # characters that a cell of Excel holds
ROW_GROUP = 8_000_000  # bytes in memory
MOST_ROWS = 1_048_575  # rows that a sheet of Excel holds below its header


def guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """Text cells that a spreadsheet would take for a formula get an apostrophe in front."""
    frame = frame.copy()
    for column in frame.select_dtypes("string"):
        risky = frame[column].str.startswith(FORMULA).fillna(False)
        if risky.any():
            frame.loc[risky, column] = GUARD + frame.loc[risky, column]
    return frame


def _spelt(frame: pd.DataFrame) -> pd.DataFrame:
    """TRUE and FALSE, as R and spreadsheets know them (R takes True for a word); U+FFFD for NULs, which end a cell in many
    programs and which csv before Python 3.11 can't write."""
    for column in frame.select_dtypes("string"):
        frame[column] = frame[column].str.replace("\x00", "\ufffd", regex=False)
    for column in frame.select_dtypes("boolean"):
        frame[column] = frame[column].map({True: "TRUE", False: "FALSE"}, na_action="ignore").astype("string")
    return frame


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as ISO strings, categories as strings: for formats that have neither."""
    frame = frame.copy()
    for column in frame.select_dtypes("datetime"):
        frame[column] = frame[column].dt.strftime("%Y-%m-%d").astype("string")
    for column in frame.select_dtypes("category"):
        frame[column] = frame[column].astype("string")
    return frame


class Sink:
    """Takes tables part by part. A folder with one file a table, or one file; complete only after close()."""

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self.open()

    def open(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)

    def write(self, frames: Frames) -> None:
        for name, frame in frames.items():
            self.write_table(name, frame)

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        raise NotImplementedError

    def write_packed(self, part: dict[str, pa.Table], ids: UniqueIds) -> dict[str, int]:
        """Write tables that come from another process, article_ids made unique; returns the rows of each table."""
        frames = ids.of(frames_of(part))
        self.write(frames)
        return {name: len(frame) for name, frame in frames.items()}

    def close(self) -> None:
        pass


class ParquetSink(Sink):
    """A row group has several megabytes, as all of them are listed in memory until close(): about 1 kB for each and column."""

    def open(self) -> None:
        super().open()
        self.writers: dict[str, Any] = {}
        self.waiting: defaultdict[str, list[Any]] = defaultdict(list)
        self.bytes: Counter[str] = Counter()  # of those that wait
        self.schemas: dict[str, Any] = {}

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        import pyarrow as pa

        self._take(name, pa.Table.from_pandas(frame, preserve_index=False))

    def write_packed(self, part: dict[str, pa.Table], ids: UniqueIds) -> dict[str, int]:
        # the first part tells the types; the others go as they are: the way through pandas takes a tenth of a run
        if not self.schemas or not ids.take(part["articles"]["article_id"].to_pylist()):
            return super().write_packed(part, ids)
        for name, table in part.items():
            self._take(name, table.cast(self.schemas[name]))
        return {name: table.num_rows for name, table in part.items()}

    def _take(self, name: str, table: Any) -> None:
        self.schemas.setdefault(name, table.schema)
        self.waiting[name].append(table)
        self.bytes[name] += table.nbytes
        if self.bytes[name] >= ROW_GROUP:
            self._flush(name)

    def _flush(self, name: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.concat_tables(self.waiting.pop(name))
        self.bytes[name] = 0
        if name not in self.writers:
            self.writers[name] = pq.ParquetWriter(self.path / f"{name}.parquet", table.schema)
        self.writers[name].write_table(table)

    def close(self) -> None:
        for name in list(self.waiting):
            self._flush(name)
        for writer in self.writers.values():
            writer.close()


class CsvSink(Sink):
    def __init__(self, path: str | Path, bom: bool = True):
        self.encoding = "utf-8-sig" if bom else "utf-8"
        super().__init__(path)

    def open(self) -> None:
        super().open()
        self.started: set[str] = set()

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        first = name not in self.started
        self.started.add(name)
        _spelt(guarded(frame)).to_csv(self.path / f"{name}.csv", index=False, mode="w" if first else "a", header=first, date_format="%Y-%m-%d",
                              encoding=self.encoding if first else "utf-8", lineterminator="\n")


class JsonlSink(Sink):
    def open(self) -> None:
        super().open()
        self.started: set[str] = set()

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        text = _plain(frame).to_json(orient="records", lines=True, force_ascii=False) if len(frame) else ""
        with (self.path / f"{name}.jsonl").open("a" if name in self.started else "w", encoding="utf-8") as file:
            file.write(text)
        self.started.add(name)


class SqliteSink(Sink):
    def open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self.connection = sqlite3.connect(self.path)

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        _plain(frame).to_sql(name, self.connection, if_exists="append", index=False)

    def close(self) -> None:
        self.connection.commit()
        self.connection.close()


class ExcelSink(Sink):
    """One workbook, a sheet a table: frozen header, filters, column widths. Holds all rows until close()."""

    def open(self) -> None:
        try:
            import openpyxl  # noqa: F401
        except ImportError:
            raise ImportError('writing .xlsx needs openpyxl: pip install "govnews-nlp[excel]"') from None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.frames: dict[str, list[pd.DataFrame]] = {}

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        self.frames.setdefault(name, []).append(frame)
        if sum(map(len, self.frames[name])) > MOST_ROWS:
            raise ValueError(f"{self.path}: the table {name} has more than the {MOST_ROWS:,} rows that a sheet of Excel holds; "
                             "write Parquet, CSV or SQLite instead")

    def close(self) -> None:
        with pd.ExcelWriter(self.path, engine="openpyxl", datetime_format="yyyy-mm-dd") as writer:
            for name, frames in self.frames.items():
                self._sheet(writer, name, pd.concat(frames, ignore_index=True))

    @staticmethod
    def _sheet(writer: pd.ExcelWriter, name: str, frame: pd.DataFrame) -> None:
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.utils import get_column_letter

        plain = guarded(frame)
        for column in plain.select_dtypes("string"):
            plain[column] = plain[column].str.replace(ILLEGAL_CHARACTERS_RE, "", regex=True).str.slice(0, LONGEST_CELL)
        plain.to_excel(writer, sheet_name=name, index=False)
        sheet = writer.sheets[name]
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        for number, column in enumerate(plain.columns, 1):
            lengths = plain[column].head(50).astype("string").fillna("").str.len()
            widest = max(len(column) + 2, int(lengths.max() if len(lengths) else 0) * 2)  # a Han character is two wide
            sheet.column_dimensions[get_column_letter(number)].width = min(widest, 60)


SINKS: dict[str, type[Sink]] = {"parquet": ParquetSink, "csv": CsvSink, "xlsx": ExcelSink, "sqlite": SqliteSink, "jsonl": JsonlSink}
ENDINGS = {".xlsx": "xlsx", ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite"}  # of the formats that are one file


def written(frames: Frames, sink: Sink) -> Path:
    """All tables at once; returns the folder or file."""
    sink.write(frames)
    sink.close()
    return sink.path
