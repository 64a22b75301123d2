"""Long runs: thousands of files in, tables on disk out, in flat memory, resumable.

The files are cut into chunks. A chunk's tables are written to a folder of the work directory and put into place by one
rename; its name holds the hash of the files' contents and of the options, so that a broken run takes up what is there
and nothing that has changed since. When all chunks are there, their tables are streamed, in the order of the files, into
the output: it is the same whatever the number of processes and however often the run was broken.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
import threading
import warnings
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from .article import well_formed
from .export import ENDINGS, SINKS
from .extraction import iter_tables
from .reading import paths_of
from .tables import SCHEMA, EventTables, UniqueIds

CHUNK_BYTES = 1_000_000  # at most; a large file is one chunk
LEAST_CHUNK_BYTES = 100_000
CHUNKS = 32  # at least, where the files have the bytes: workers end at about the same time
CHUNK_FILES = 200
ARTICLES_PER_PART = 500
DONE = "chunk.json"  # in a chunk's folder: what it holds
MANIFEST = "manifest.json"  # beside the tables: what they were made from


@dataclass(frozen=True)
class Options:
    """What the tables depend on beside the files."""

    published: str | None = None
    region: str | None = None
    ner: str | None = None
    lexicons: str | None = None
    encoding: str | None = None

    def key(self) -> str:
        from . import __version__

        lexicons = [(path.name, _sha(path)) for path in sorted(Path(self.lexicons).glob("*"))] if self.lexicons else None
        return json.dumps([__version__, asdict(self), lexicons], sort_keys=True)


@dataclass
class Report:
    """What a run did. failures: (file, reason)."""

    out: Path
    n_files: int = 0
    n_articles: int = 0
    n_resumed: int = 0  # chunks that a broken run had left
    unchanged: bool = False  # the output was there already
    failures: list[tuple[str, str]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


class RunLocked(RuntimeError):
    """Another run writes to the same output."""


class WorkerDied(RuntimeError):
    """A worker process ended without a word: killed, most often for want of memory."""


@dataclass(frozen=True)
class Chunk:
    number: int
    files: tuple[Path, ...]
    key: str

    @property
    def name(self) -> str:
        return f"{self.number:06}-{self.key[:16]}"


def run(sources: Iterable[str | Path], out: str | Path, format: str | None = None, options: Options | None = None, jobs: int = 1,
        progress: bool = True) -> Report:
    """Extract the tables of all files into `out`; goes on where an earlier run into `out` was broken off.

    sources: files, folders, globs. out: a folder (parquet, csv, jsonl) or a file (xlsx, sqlite). format: None to take it from
    the ending of `out` (.xlsx, .db), else Parquet. jobs: worker processes.

    Raises FileNotFoundError for a source that is not there, RunLocked where another run writes to `out`, WorkerDied where a worker is killed.
    """
    from filelock import FileLock, Timeout

    out, options = Path(out), options or Options()
    format = format or ENDINGS.get(out.suffix.lower(), "parquet")
    files = list(dict.fromkeys(path for source in sources for path in paths_of(source)))
    work = out.parent / f".{out.name}.govnews"
    work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RunLocked(f"{out}: another run is writing there; wait for it or give another output") from None
    try:
        report = _run(files, out, format, options, jobs, progress, work)
        _clear(work, ())
    finally:
        lock.release()
    with suppress(OSError):  # another run has just begun
        (work / "lock").unlink(missing_ok=True)
        work.rmdir()
    return report


def _run(files: list[Path], out: Path, format: str, options: Options, jobs: int, progress: bool, work: Path) -> Report:
    chunks = list(_chunks(files, options.key()))
    manifest = {"format": format, "chunks": [chunk.name for chunk in chunks], "files": [well_formed(str(path)) for path in files]}
    report = Report(out, len(files))
    if (earlier := _earlier(out, format, manifest)) is not None:
        report.unchanged = True
        report.n_articles, report.rows = earlier["n_articles"], earlier["rows"]
        report.failures = [tuple(failure) for failure in earlier["failures"]]
        return report
    _clear(work, {chunk.name for chunk in chunks})
    todo = [chunk for chunk in chunks if not (work / chunk.name / DONE).is_file()]
    report.n_resumed = len(chunks) - len(todo)
    _work_off(todo, chunks, work, options, jobs, progress)
    _collect(chunks, work, out, format, report)
    manifest |= {"n_articles": report.n_articles, "rows": report.rows, "failures": report.failures}
    _manifest_path(out, format).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    return report


def _clear(work: Path, wanted: Collection[str]) -> None:
    """Remove what an earlier run left, but for the chunks that are wanted and the lock."""
    for path in work.iterdir():
        if path.is_dir() and path.name not in wanted:
            shutil.rmtree(path)


def _manifest_path(out: Path, format: str) -> Path:
    return out.with_name(f"{out.name}.{MANIFEST}") if format in ENDINGS.values() else out / MANIFEST


def _earlier(out: Path, format: str, manifest: dict) -> dict | None:
    """The manifest of a finished run over the same files with the same options, if its output is there."""
    path = _manifest_path(out, format)
    try:
        earlier = json.loads(path.read_text("utf-8"))
        whole = out.is_file() if format in ENDINGS.values() else all((out / f"{name}.{format}").is_file() for name in earlier["rows"])
        return earlier if whole and all(earlier.get(key) == value for key, value in manifest.items()) else None
    except (OSError, ValueError, KeyError):
        return None


# ---------------------------------------------------------------- chunks

def _sha(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        return f"unreadable: {error.strerror}"
    return digest.hexdigest()


def _chunks(files: list[Path], options: str) -> Iterator[Chunk]:
    """Files in their order, up to a megabyte a chunk; the same whatever the number of workers."""
    sizes = [path.stat().st_size if path.is_file() else 0 for path in files]
    most = min(CHUNK_BYTES, max(LEAST_CHUNK_BYTES, sum(sizes) // CHUNKS))
    group: list[Path] = []
    filled, number = 0, 0

    def made() -> Chunk:
        key = hashlib.sha256("\n".join([options, *(f"{path}\t{_sha(path)}" for path in group)]).encode("utf-8", "surrogateescape"))
        return Chunk(number, tuple(group), key.hexdigest())

    for path, size in zip(files, sizes, strict=True):
        group.append(path)
        filled += size
        if filled >= most or len(group) >= CHUNK_FILES:
            yield made()
            group, filled, number = [], 0, number + 1
    if group:
        yield made()


@lru_cache(maxsize=1)
def _pipeline(ner: str | None, lexicons: str | None):
    from .pipeline import load

    return load(ner=ner, lexicons=lexicons)


def _extract(chunk: Chunk, work: Path, options: Options) -> str:
    """Write one chunk's tables; returns the chunk's name."""
    target = work / chunk.name
    making = work / f"making-{chunk.name}"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    failures: list[tuple[str, str]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # failures are listed; what is passed over within a file is no news in a long run
        parts = iter_tables(chunk.files, nlp=_pipeline(options.ner, options.lexicons), published=options.published, region=options.region,
                            encoding=options.encoding, part=ARTICLES_PER_PART)
        number = -1
        for number, tables in enumerate(parts):
            tables.to_parquet(making / f"{number:05}")
            failures += tables.failures
    (making / DONE).write_text(well_formed(json.dumps({"parts": number + 1, "failures": failures}, ensure_ascii=False)), "utf-8")
    shutil.rmtree(target, ignore_errors=True)
    making.rename(target)
    return chunk.name


def _end_with_parent() -> None:
    """First act of a worker: where the run is killed, its workers would wait for work for ever, and write beside the next run's."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _work_off(todo: list[Chunk], chunks: list[Chunk], work: Path, options: Options, jobs: int, progress: bool) -> None:
    from tqdm import tqdm

    with tqdm(total=sum(len(chunk.files) for chunk in chunks), initial=sum(len(c.files) for c in chunks) - sum(len(c.files) for c in todo),
              unit=" files", disable=None if progress else True) as bar:
        if jobs <= 1 or len(todo) <= 1:
            for chunk in todo:
                _extract(chunk, work, options)
                bar.update(len(chunk.files))
            return
        # spawn: neither the ONNX runtime nor the user's threads survive a fork
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent) as pool:
            futures = [pool.submit(_extract, chunk, work, options) for chunk in todo]
            for chunk, future in zip(todo, futures, strict=True):
                try:
                    future.result()
                except BrokenProcessPool:
                    raise WorkerDied(f"a worker process was killed, most often for want of memory; the same command goes on where this one "
                                     f"stopped: start it again with a smaller -j than {jobs}") from None
                bar.update(len(chunk.files))


# ---------------------------------------------------------------- the output

def _parts(chunks: list[Chunk], work: Path, report: Report) -> Iterator[Path]:
    """The folders that the chunks' tables are in."""
    for chunk in chunks:
        folder = work / chunk.name
        done = json.loads((folder / DONE).read_text("utf-8"))
        report.failures += [tuple(failure) for failure in done["failures"]]
        for number in range(done["parts"]):
            yield folder / f"{number:05}"


def _collect(chunks: list[Chunk], work: Path, out: Path, format: str, report: Report) -> None:
    """Stream the chunks' tables into the output, which appears only when it is whole."""
    making = work / f"output{out.suffix}"
    shutil.rmtree(making, ignore_errors=True)
    making.unlink(missing_ok=True)
    sink = SINKS[format](making)
    ids, rows = UniqueIds(), dict.fromkeys(SCHEMA, 0)
    folder = None
    for folder in _parts(chunks, work, report):
        for name, number in sink.write_from(folder, ids).items():
            rows[name] += number
    if folder is None:
        sink.write(EventTables())
    report.rows, report.n_articles = rows, rows["articles"]
    sink.close()
    # where the run is broken off between two tables, no earlier manifest says that all are there
    _manifest_path(out, format).unlink(missing_ok=True)
    if making.is_dir():
        out.mkdir(parents=True, exist_ok=True)
        for file in sorted(making.iterdir()):
            file.replace(out / file.name)
    else:
        making.replace(out)
