"""Long runs: thousands of files in, tables on disk out, in flat memory, resumable.

The files are cut into chunks. A chunk's tables are written to a folder of the work directory and put into place by one
rename; its name holds the hash of the files' contents and of the options, so that a broken run takes up what is there
and nothing that has changed since. The chunks' tables are streamed, in the order of the files, into the output, while the
workers go on with the next: it is the same whatever the number of processes and however often the run was broken.

A chunk that a killed run had begun may hold what killed it. The next run does it first, in a process of its own; where that
is killed, too, the file is found by halves, listed as failed, and left out.
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
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from .article import well_formed
from .extraction import iter_tables
from .frames import UniqueIds
from .packed import read_part, write_part
from .reading import paths_of
from .schema import SCHEMA
from .sinks import ENDINGS, SINKS
from .tables import EventTables

CHUNK_BYTES = 1_000_000  # at most; a large file is one chunk
LEAST_CHUNK_BYTES = 100_000
CHUNKS = 32  # at least, where the files have the bytes: workers end at about the same time
CHUNK_FILES = 200
ARTICLES_PER_PART = 500
DONE = "chunk.json"  # in a chunk's folder: what it holds
MANIFEST = "manifest.json"  # beside the tables: what they were made from
FATAL = ("the process that read it was killed twice, the second time with nothing beside it: for want of memory, or by a fault in a library; "
         "split it, or save it in another format")


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

    @property
    def making(self) -> str:
        """Name of the folder while it is worked on; one that is left tells that the process was killed."""
        return f"making-{self.name}"


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
    _clear(work, {name for chunk in chunks for name in (chunk.name, chunk.making)})
    report.n_resumed = sum(_is_done(chunk, work) for chunk in chunks)
    with closing(_work_off(chunks, work, options, jobs, progress)) as done:
        _collect(done, work, out, format, report)
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


def _is_done(chunk: Chunk, work: Path) -> bool:
    return (work / chunk.name / DONE).is_file()


def _extract(chunk: Chunk, work: Path, options: Options, fatal: Collection[Path] = ()) -> None:
    """Write one chunk's tables. fatal: those of its files that end the process which reads them."""
    target, making = work / chunk.name, work / chunk.making
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    failures = [(str(path), FATAL) for path in fatal]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # failures are listed; what is passed over within a file is no news in a long run
            files = [path for path in chunk.files if path not in fatal]
            parts = iter_tables(files, nlp=_pipeline(options.ner, options.lexicons), published=options.published, region=options.region,
                                encoding=options.encoding, part=ARTICLES_PER_PART)
            number = -1
            for number, tables in enumerate(parts):
                write_part(dict(tables), making / _part(number))
                failures += tables.failures
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)  # an error, or Ctrl-C: not killed
        raise
    (making / DONE).write_text(well_formed(json.dumps({"parts": number + 1, "failures": failures}, ensure_ascii=False)), "utf-8")
    shutil.rmtree(target, ignore_errors=True)
    making.rename(target)


def _part(number: int) -> str:
    return f"{number:05}.arrow"


def _end_with_parent() -> None:
    """First act of a worker: where the run is killed, its workers would wait for work for ever, and write beside the next run's."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    # spawn: neither the ONNX runtime nor the user's threads survive a fork
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)  # after an error, nothing more is begun


def _work_off(chunks: list[Chunk], work: Path, options: Options, jobs: int, progress: bool) -> Iterator[Chunk]:
    """Do what is not done yet; gives the chunks in their order, each when it is done."""
    from tqdm import tqdm

    with tqdm(total=sum(len(chunk.files) for chunk in chunks), unit=" files", disable=None if progress else True) as bar:
        for chunk in chunks:
            if (work / chunk.making).is_dir() and not _is_done(chunk, work):
                _extract_alone(chunk, work, options)
        todo = [chunk for chunk in chunks if not _is_done(chunk, work)]
        several = jobs > 1 and len(todo) > 1
        with _pool(jobs) if several else nullcontext() as pool:
            futures = {chunk: pool.submit(_extract, chunk, work, options) for chunk in todo} if several else {}
            for chunk in chunks:
                if chunk in futures:
                    _result(futures[chunk], jobs)
                elif not _is_done(chunk, work):
                    _extract(chunk, work, options)
                bar.update(len(chunk.files))
                yield chunk


def _result(future: Future, jobs: int) -> None:
    try:
        future.result()
    except BrokenProcessPool:
        fewer = f" with a smaller -j than {jobs}" if jobs > 1 else ""
        raise WorkerDied(f"a worker process was killed, most often for want of memory; the same command goes on where this one stopped: "
                         f"start it again{fewer}") from None


def _extract_alone(chunk: Chunk, work: Path, options: Options) -> None:
    """_extract() in a process of its own. Files that end it are found by halves and left out."""

    def survives(files: tuple[Path, ...]) -> bool:
        some = chunk if files == chunk.files else replace(chunk, files=files, key="some")
        with _pool(1) as pool, suppress(BrokenProcessPool):
            pool.submit(_extract, some, work, options).result()
            return True
        return False

    def fatal(files: tuple[Path, ...]) -> tuple[Path, ...]:
        if survives(files):
            return ()
        half = len(files) // 2
        return fatal(files[:half]) + fatal(files[half:]) if half else files

    if lost := fatal(chunk.files):
        with _pool(1) as pool:
            _result(pool.submit(_extract, chunk, work, options, lost), 1)


# ---------------------------------------------------------------- the output

def _collect(chunks: Iterable[Chunk], work: Path, out: Path, format: str, report: Report) -> None:
    """Stream the chunks' tables into the output, which appears only when it is whole."""
    making = work / f"output{out.suffix}"
    shutil.rmtree(making, ignore_errors=True)
    making.unlink(missing_ok=True)
    sink = SINKS[format](making)
    ids, rows = UniqueIds(), dict.fromkeys(SCHEMA, 0)
    for chunk in chunks:
        folder = work / chunk.name
        done = json.loads((folder / DONE).read_text("utf-8"))
        report.failures += [tuple(failure) for failure in done["failures"]]
        for number in range(done["parts"]):
            for name, count in sink.write_packed(read_part(folder / _part(number)), ids).items():
                rows[name] += count
    if not any(rows.values()):
        sink.write(dict(EventTables()))
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
