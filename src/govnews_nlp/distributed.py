"""The same tables from Dask and Spark: one pipeline per worker process, loaded once, partitions as the engine cuts them.

A partition's tables travel as one Arrow IPC blob a table, so that the text is read once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from .extraction import extract
from .tables import SCHEMA, EventTables, empty

if TYPE_CHECKING:
    import dask.dataframe
    import pyspark.sql

COLUMNS = ("text", "article_id", "headline", "kicker", "published", "region", "newspaper", "source", "url")
PACKED = pd.DataFrame({"table": pd.Series(dtype="string"), "payload": pd.Series(dtype="object")})


@lru_cache(maxsize=2)
def _pipeline(ner: str | None, lexicons: str | None):
    from .pipeline import load

    return load(ner=ner, lexicons=lexicons)


def pack(frame: pd.DataFrame, ner: str | None = None, lexicons: str | None = None) -> pd.DataFrame:
    """One partition's articles → one row a table (table, payload: Arrow IPC bytes)."""
    import pyarrow as pa

    if frame.empty:
        return PACKED.copy()
    given = frame[[column for column in COLUMNS if column in frame.columns]]
    tables = extract(given, nlp=_pipeline(ner, lexicons), progress=False)
    rows = []
    for name, table in tables:
        sink = pa.BufferOutputStream()
        arrow = pa.Table.from_pandas(table, preserve_index=False)
        with pa.ipc.new_stream(sink, arrow.schema) as writer:
            writer.write_table(arrow)
        rows.append((name, sink.getvalue().to_pybytes()))
    return pd.DataFrame(rows, columns=["table", "payload"]).astype({"table": "string"})


def unpack(packed: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of one table out of packed partitions."""
    import pyarrow as pa

    frames = [pa.ipc.open_stream(blob).read_pandas() for blob in packed.loc[packed["table"] == name, "payload"]]
    typed = [frame.astype(empty(name).dtypes.to_dict()) for frame in frames if len(frame)]
    return pd.concat(typed, ignore_index=True) if typed else empty(name)


def extract_dask(ddf: dask.dataframe.DataFrame, ner: str | None = None, lexicons: str | None = None) -> dict[str, Any]:
    """Tables of a Dask frame with a column `text` (and article_id, headline, kicker, published, region, newspaper).

    Returns {table: Dask DataFrame}; nothing runs before compute() or to_parquet(). Give article_ids that are unique over
    all partitions. compute_tables() turns the whole into EventTables.
    """
    packed = ddf.map_partitions(pack, ner=ner, lexicons=lexicons, meta=PACKED).persist()
    return {name: packed.map_partitions(unpack, name, meta=empty(name)) for name in SCHEMA}


def compute_tables(lazy: dict[str, Any]) -> EventTables:
    """EventTables from what extract_dask or extract_spark returned; brings every row to this process."""
    frames = {}
    for name, table in lazy.items():
        frame = table.toPandas() if hasattr(table, "toPandas") else table.compute()
        frames[name] = frame.astype(empty(name).dtypes.to_dict()).reset_index(drop=True)
    return EventTables(**frames)


def extract_spark(sdf: pyspark.sql.DataFrame, ner: str | None = None, lexicons: str | None = None) -> dict[str, Any]:
    """Tables of a Spark frame with a column `text` (as extract_dask). Returns {table: Spark DataFrame}, lazily computed."""

    def batches(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            yield pack(frame, ner, lexicons)

    packed = sdf.mapInPandas(batches, schema="table string, payload binary").cache()
    return {name: packed.mapInPandas(_unpacker(name), schema=_spark_schema(name)) for name in SCHEMA}


def _unpacker(name: str):
    def rows(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            table = unpack(frame, name)
            for column in table.columns:  # Spark takes plain objects: no pandas NA, no category
                if isinstance(table[column].dtype, pd.CategoricalDtype) or table[column].dtype == "string":
                    table[column] = table[column].astype(object)
                if table[column].dtype == object or table[column].dtype.name in ("Int64", "boolean"):
                    table[column] = table[column].astype(object).where(table[column].notna(), None)
            yield table

    return rows


def _spark_schema(name: str) -> str:
    types = {"string": "string", "Int64": "bigint", "boolean": "boolean", "Float64": "double", "float64": "double", "category": "string"}
    return ", ".join(f"`{column}` {types.get(dtype.name, 'timestamp')}" for column, dtype in empty(name).dtypes.items())
