"""The same tables from Dask and Spark: one pipeline per worker process, loaded once, partitions as the engine cuts them.

A partition is read once; its tables travel as one Arrow IPC blob a table, and each table is unpacked from these. The
workers need govnews_nlp installed, and see the folder `lexicons` under the same path.
"""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from .extraction import extract
from .frames import empty
from .packed import to_bytes
from .schema import SCHEMA
from .tables import EventTables

if TYPE_CHECKING:
    import dask.dataframe
    import pyspark.sql

COLUMNS = ("text", "article_id", "headline", "kicker", "published", "region", "newspaper", "source", "url")
FAILURES = "failures"  # beside the tables: articles that could not be worked on
PACKED = pd.DataFrame({"table": pd.Series(dtype="string"), "payload": pd.Series(dtype="object")})
ONE_AT_A_TIME = threading.Lock()  # a worker process may have several threads, the pipeline is one thread's


@lru_cache(maxsize=2)
def _pipeline(ner: str | None, lexicons: str | None):
    from .pipeline import load

    nlp = load(ner=ner, lexicons=lexicons)
    if "ner" in nlp.pipe_names:
        nlp.get_pipe("ner").threads = 1  # Dask and Spark give a worker one core, and Spark's do not look like worker processes
    return nlp


def pack(frame: pd.DataFrame, first_row: str = "row#1", *, ner: str | None = None, lexicons: str | None = None, published: Any = None,
         region: str | None = None) -> pd.DataFrame:
    """One partition's articles → one row a table (table, payload: Arrow IPC bytes; of failures, JSON).

    first_row: the article_id of the partition's first row, where it has none; the others count on from there.
    """
    if frame.empty:
        return PACKED.copy()
    given = _with_ids(frame[[column for column in COLUMNS if column in frame.columns]], first_row)
    with ONE_AT_A_TIME:
        tables = extract(given, nlp=_pipeline(ner, lexicons), published=published, region=region)
    rows = [(name, to_bytes(table)) for name, table in tables]
    rows.append((FAILURES, json.dumps(tables.failures).encode()))
    return pd.DataFrame(rows, columns=["table", "payload"]).astype({"table": "string"})


def _with_ids(frame: pd.DataFrame, first_row: str) -> pd.DataFrame:
    """The rows without an article_id get one that no other partition has."""
    head, _, first = first_row.rpartition("#")
    counted = pd.Series([f"{head}#{number}" for number in range(int(first), int(first) + len(frame))], index=frame.index, dtype="string")
    given = frame["article_id"].astype("string").replace("", pd.NA) if "article_id" in frame.columns else None
    return frame.assign(article_id=counted if given is None else given.fillna(counted))


def _nothing(name: str) -> pd.DataFrame:
    """The table without rows; failures: article (its id) and reason."""
    return pd.DataFrame({column: pd.Series(dtype="string") for column in ("article", "reason")}) if name == FAILURES else empty(name)


def unpack(packed: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of one table out of packed partitions."""
    import pyarrow as pa

    types = _nothing(name).dtypes.to_dict()
    blobs = packed.loc[packed["table"] == name, "payload"]
    if name == FAILURES:
        frames = [pd.DataFrame(json.loads(bytes(blob)), columns=list(types)) for blob in blobs]
    else:
        frames = [pa.ipc.open_stream(blob).read_pandas() for blob in blobs]
    typed = [frame.astype(types) for frame in frames if len(frame)]
    return pd.concat(typed, ignore_index=True) if typed else _nothing(name)


def compute_tables(lazy: dict[str, Any]) -> EventTables:
    """EventTables from what extract_dask or extract_spark returned; brings every row to this process.

    Warns of article_ids that stand in several partitions: their rows can't be told apart.
    """
    frames = {}
    for name, table in lazy.items():
        frame = table.toPandas() if hasattr(table, "toPandas") else table.compute()
        frames[name] = frame.astype(_nothing(name).dtypes.to_dict()).reset_index(drop=True)
    failures = frames.pop(FAILURES, None)
    tables = EventTables(**frames)
    tables.failures = [] if failures is None else list(failures.itertuples(index=False, name=None))
    if len(twice := tables.articles["article_id"][tables.articles["article_id"].duplicated()]):
        warnings.warn(f"{len(twice)} article_ids come more than once, such as {twice.iloc[0]}; give every article an id of its own", stacklevel=2)
    return tables


# ---------------------------------------------------------------- Dask

def extract_dask(ddf: dask.dataframe.DataFrame, *, ner: str | None = None, lexicons: str | None = None, published: Any = None,
                 region: str | None = None) -> dict[str, Any]:
    """Tables of a Dask frame with a column `text` (and article_id, headline, kicker, published, region, newspaper, source, url).

    Returns {table: Dask DataFrame}, and under "failures" the articles that a component failed on. With a distributed client
    the work begins at once, in the background, and the workers keep the packed tables (they spill to disk what exceeds
    their memory), so that to_parquet() of ten tables does not read the texts ten times; without a client this call does the
    work. Article_ids must be unique over all partitions; rows without one are numbered: part0#1, part0#2 …
    published, region: as for extract(), for rows that have none. compute_tables() turns the whole into EventTables.
    """
    packed = ddf.map_partitions(_dask_partition, ner=ner, lexicons=lexicons, published=published, region=region, meta=PACKED).persist()
    return {name: packed.map_partitions(unpack, name, meta=_nothing(name)) for name in (*SCHEMA, FAILURES)}


def _dask_partition(frame: pd.DataFrame, partition_info: dict | None = None, **options: Any) -> pd.DataFrame:
    return pack(frame, f"part{partition_info['number'] if partition_info else 0}#1", **options)


# ---------------------------------------------------------------- Spark

def extract_spark(sdf: pyspark.sql.DataFrame, *, ner: str | None = None, lexicons: str | None = None, published: Any = None,
                  region: str | None = None) -> dict[str, Any]:
    """Tables of a Spark frame with a column `text`: columns, ids and options as for extract_dask.

    Returns {table: Spark DataFrame}, lazily computed; days are of Spark's type date, which knows no time zone. The packed
    tables are cached (memory, then disk) at the first action.
    """

    def partition(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        from pyspark import TaskContext

        context = TaskContext.get()
        number, rows = context.partitionId() if context else 0, 0
        for frame in frames:  # a partition comes in several batches
            yield pack(frame, f"part{number}#{rows + 1}", ner=ner, lexicons=lexicons, published=published, region=region)
            rows += len(frame)

    packed = sdf.mapInPandas(partition, schema="table string, payload binary").cache()
    return {name: packed.mapInPandas(_unpacker(name), schema=_spark_schema(name)) for name in (*SCHEMA, FAILURES)}


def _unpacker(name: str):
    def rows(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            yield _plain(unpack(frame, name))

    return rows


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Cells as plain Python objects, None where there is nothing: Spark knows no pandas NA, category or nullable integer."""
    columns = {}
    for column, values in table.items():
        days = pd.api.types.is_datetime64_dtype(values.dtype)
        plain = values.dt.date.astype(object) if days else values.astype(object)
        columns[column] = plain.where(values.notna(), None)
    return pd.DataFrame(columns, dtype=object)


def _spark_schema(name: str) -> str:
    types = {"string": "string", "Int64": "bigint", "boolean": "boolean", "Float64": "double", "category": "string", "datetime64[ns]": "date"}
    return ", ".join(f"`{column}` {types[dtype.name]}" for column, dtype in _nothing(name).dtypes.items())
