"""Tables as Arrow streams: how they travel between the processes of a run, in memory or in a file that lasts as long as the run.

Packing takes a fifth of the time of writing Parquet and unpacking a tenth, and no more room.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .frames import Frames, dtypes
from .schema import SCHEMA

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

COMPRESSION = "zstd"


def to_bytes(frame: pd.DataFrame) -> bytes:
    """One table as one stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    _write(frame, sink)
    return sink.getvalue().to_pybytes()


def write_part(frames: Frames, path: Path) -> None:
    """All tables into one file, stream behind stream."""
    import pyarrow as pa

    with pa.OSFile(str(path), "wb") as file:
        for frame in frames.values():
            _write(frame, file)


def read_part(path: Path) -> dict[str, pa.Table]:
    """What write_part() wrote."""
    import pyarrow as pa

    with pa.OSFile(str(path)) as file:
        return {name: pa.ipc.open_stream(file).read_all() for name in SCHEMA}


def frames_of(part: dict[str, pa.Table]) -> Frames:
    """Arrow tables → frames of the tables' types."""
    return {name: table.to_pandas().astype(dtypes(name)) for name, table in part.items()}


def _write(frame: pd.DataFrame, sink: Any) -> None:
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=COMPRESSION)) as writer:
        writer.write_table(table)
