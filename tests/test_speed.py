"""Costs that must not creep up, as multiples of a fixed piece of work that is done in the same process in the same second.

Processor time, the best of several rounds: a test ends with the first round that is good enough, so that a machine that has
other work makes it slower, not red. The bounds are about twice what was measured when they were written; benchmarks/speed.py
has the figures in characters a second.
"""

from __future__ import annotations

import functools
import gc
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import synthetic

import govnews_nlp as gn
from govnews_nlp.frames import UniqueIds

KEYS = ("text", "headline", "published", "newspaper")
ROUNDS = 5
# processor time that a component may take, in times of the yardstick on the same text; measured: half of it
MOST = {"make_doc": 1.6, "script": 0.5, "byline": 1.4, "ner": 44, "dates": 2.2, "region": 1.4, "meetings": 7, "officials": 24, "places": 8,
        "slogans": 4, "statements": 5, "events": 12, "entities": 1.5, "printed": 0.2, "tables": 9}
MOST_IN_ALL = {"rules": 64, "nlp": 100}


def some_articles(characters: int) -> list[gn.Article]:
    found: list[gn.Article] = []
    for row in synthetic.articles():
        if characters <= 0:
            break
        found.append(gn.Article(**{key: row[key] for key in KEYS}))
        characters -= len(row["text"])
    return found


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def yardstick(text: str) -> dict[str, int]:
    """Count all stretches of two to four characters, then pairs as numbers: work of the kind that rules and model do."""
    counts: dict[str, int] = {}
    for length in (2, 3, 4):
        for start in range(len(text)):
            piece = text[start : start + length]
            counts[piece] = counts.get(piece, 0) + 1
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    for _ in range(4):
        np.unique(codes[:-1] << np.uint64(21) | codes[1:], return_counts=True)
    return counts


def steps(nlp, articles: list[gn.Article]):
    """(name, work) of all that happens between articles and tables, to be done in this order."""
    docs: list = []

    def make() -> None:
        for article in map(replace, articles):
            docs.append(nlp.make_doc(article.text))
            docs[-1]._.article = article

    def through(component) -> Callable[[], None]:
        return lambda: docs.__setitem__(slice(None), component.pipe(list(docs), batch_size=64))

    return [("make_doc", make), *((name, through(component)) for name, component in nlp.pipeline), ("tables", lambda: gn.to_tables(docs))]


@pytest.mark.parametrize("pipeline", ["rules", "nlp"])
def test_no_component_costs_more_than_its_share(pipeline, request):
    nlp = request.getfixturevalue(pipeline)
    assert {"make_doc", *nlp.pipe_names, "tables"} <= set(MOST)
    articles = some_articles(12_000)
    text = "\n".join(article.text for article in articles)
    gn.extract([replace(article) for article in articles[:5]], nlp=nlp)
    unit, best = float("inf"), {}
    for _ in range(ROUNDS):
        unit = min(unit, seconds(lambda: yardstick(text)))
        for name, work in steps(nlp, articles):
            best[name] = min(best.get(name, float("inf")), seconds(work))
        slow = {name: round(cost / unit, 1) for name, cost in best.items() if cost > MOST[name] * unit}
        if not slow and sum(best.values()) < MOST_IN_ALL[pipeline] * unit:
            return
    pytest.fail(f"times the yardstick: {slow}, in all {sum(best.values()) / unit:.0f}; at most {({name: MOST[name] for name in slow})}, in all {MOST_IN_ALL[pipeline]}")


# ---------------------------------------------------------------- growth

@pytest.mark.slow
def test_time_grows_with_the_characters(rules):
    """From a thousand to a million characters, in one article and in many: the millionth character costs what the ten thousandth does."""
    articles = some_articles(25_000)
    text = "\n".join(article.text for article in articles)

    def one(length: int) -> list[gn.Article]:
        return [gn.Article(text=(text * (length // len(text) + 1))[:length])]

    def many(length: int) -> list[gn.Article]:
        return [gn.Article(text=text[start : start + 500]) for start in range(0, len(text) - 500, 500)] * (length // len(text) + 1)

    for made, largest in ((one, 1_000_000), (many, 100_000)):
        cost: dict[int, float] = {}
        for length in (1_000, 10_000, 100_000, 1_000_000):
            if length <= largest:
                given = [replace(article) for article in made(length)]
                size = sum(len(article.text) for article in given)
                rounds = 3 if length < 100_000 else 1
                cost[length] = min(seconds(lambda given=given: gn.extract(map(replace, given), nlp=rules)) for _ in range(rounds)) / size
        assert cost[largest] < 2 * min(cost.values()), {length: f"{each * 1e6:.1f} µs a character" for length, each in cost.items()}


def test_articles_with_one_id_take_linear_time():
    def named(count: int) -> float:
        unique = UniqueIds()
        return seconds(lambda: [unique("page#1") for _ in range(count)])

    unique = UniqueIds()
    assert [unique(name) for name in ("x", "x", "x~2", "x", "x~2")] == ["x", "x~2", "x~2~2", "x~3", "x~2~3"]
    assert named(40_000) < 12 * min(named(10_000) for _ in range(3)) + 0.05


# ---------------------------------------------------------------- start

START = """
import sys, time
sys.path.insert(0, TESTS)
clock = time.process_time
def passed(work):
    started = clock()
    work()
    return clock() - started
importing = passed(lambda: __import__("govnews_nlp"))
import govnews_nlp as gn
loading = passed(lambda: gn.load(ner=NER))
from test_speed import some_articles, yardstick
text = "".join(article.text for article in some_articles(12_000))
unit = min(passed(lambda: yardstick(text)) for _ in range(5))
print(importing / unit, loading / unit)
"""
MOST_IMPORT = 40  # measured: 17; the contract's 0.3 s
MOST_LOAD = {"rules": 280, "default": 330}  # measured: 130 and 150, spaCy's import with it


@pytest.mark.parametrize("ner", ["rules", "default"])
def test_import_and_load(ner):
    """Each in a new process."""
    code = START.replace("TESTS", repr(str(Path(__file__).parent))).replace("=NER", f"={ner!r}")
    seen = []
    for _ in range(3):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
        importing, loading = map(float, run.stdout.split())
        seen.append(f"import {importing:.0f}, load {loading:.0f}")
        if importing < MOST_IMPORT and loading < MOST_LOAD[ner]:
            return
    pytest.fail(f"times the yardstick: {'; '.join(seen)}; at most {MOST_IMPORT} and {MOST_LOAD[ner]}")


def test_import_does_not_load_what_is_not_needed():
    code = "import sys, govnews_nlp; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout.split()
    assert not {"torch", "hanlp", "altair", "dask", "pyspark", "trafilatura", "pdfplumber", "docx", "IPython", "matplotlib"} & set(loaded)
    assert not [name for name in loaded if re.match(r"tensorflow|transformers", name)]


# ---------------------------------------------------------------- memory

def test_long_runs_do_not_fill_the_vocabulary(rules):
    """spaCy keeps every string that it has seen: characters and labels, but no word, name or sentence."""
    articles = some_articles(4_000)
    gn.extract([replace(article) for article in articles], nlp=rules)
    before = len(rules.vocab.strings)
    gn.extract([replace(article, text=article.text[::-1] + article.text[7:]) for article in articles], nlp=rules)
    assert len(rules.vocab.strings) == before


def caches() -> dict[str, tuple[int | None, int]]:
    """Name of each cache of the package → how many entries it may have (None: any number), and has."""
    wrappers = [found for found in gc.get_objects() if isinstance(found, functools._lru_cache_wrapper) and found.__module__.startswith("govnews_nlp")]
    return {f"{cache.__module__}.{cache.__qualname__}": cache.cache_info()[2:] for cache in wrappers}


@pytest.mark.parametrize("pipeline", ["rules", "nlp"])
def test_nothing_is_kept_of_what_was_read(pipeline, request):
    """The same articles again leave as many objects as before; other ones fill no cache that is without bounds."""
    nlp = request.getfixturevalue(pipeline)
    articles = some_articles(4_000)

    def objects() -> int:
        gn.extract([replace(article) for article in articles], nlp=nlp)
        gc.collect()
        return sys.getallocatedblocks()

    objects()
    before = objects()
    assert max(objects() for _ in range(3)) < 1.002 * before  # measured: 1.0001; 1.004 and more where the Docs of one round are kept
    entries = caches()
    gn.extract([replace(article, text=article.text[::-1] + article.text[7:]) for article in articles], nlp=nlp)
    assert [name for name, (most, full) in caches().items() if most is None and full > entries[name][1]] == []
    assert sum(most for most, _ in caches().values() if most) < 1_000_000  # measured: 156,000, and 480,000 of persons/careers.py, once it is imported


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux")
def test_memory_stays_flat(rules):
    articles = some_articles(20_000)

    def resident() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

    def run() -> None:
        for _ in gn.iter_tables((replace(article) for article in articles), nlp=rules, part=20):
            pass

    for _ in range(3):
        run()
    before = resident()
    for _ in range(6):
        run()
    assert resident() < before + 15


def test_an_article_that_is_too_long_is_listed(rules, monkeypatch):
    assert rules.max_length >= 10_000_000
    monkeypatch.setattr(rules, "max_length", 100)
    with pytest.warns(UserWarning, match="left out"):
        tables = gn.extract([gn.Article(text="长" * 101, article_id="long"), gn.Article(text="3日，会议召开。", article_id="short")], nlp=rules)
    assert tables.articles["article_id"].tolist() == ["short"] and tables.failures[0][0] == "long" and "101" in tables.failures[0][1]
