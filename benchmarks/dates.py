"""Dates: found and resolved rightly on the case tables, and speed; beside jionlp's time parser where that is installed.

usage: python benchmarks/dates.py

jionlp depends on a GPL package, so it is no dependency of ours: install it into an environment of its own to compare.
"""

from __future__ import annotations

import csv
import logging
import time
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

from govnews_nlp.timex import expressions, parse

CASES = Path(__file__).parent.parent / "tests" / "cases"
COUNTED = ("date", "span")  # days that both can say; durations, sets and vague words are left out


def cases(name: str) -> list[tuple[str, date, set]]:
    """[(text, reference, {(surface, first day, last day)})] of a table whose reference is known."""
    lines = [line for line in (CASES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    grouped = defaultdict(set)
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["published"] == "-":
            continue
        found = grouped[row["text"], date.fromisoformat(row["published"])]
        if row["kind"] in COUNTED and row["start"]:
            found.add((row["surface"], row["start"], row["end"]))
    return [(text, reference, found) for (text, reference), found in grouped.items()]


def ours(text: str, reference: date) -> set:
    return {(row.text, row.date_start, row.date_end) for row in expressions(text, reference) if row.kind in COUNTED and row.date_start}


def ours_bare(text: str, reference: date) -> set:
    return {(row.text, row.date_start, row.date_end) for row in parse(text, reference) if row.kind in COUNTED and row.date_start}


def jionlp_finder():
    """(find in a text, parse one expression) by jionlp, or None where it is not installed."""
    try:
        import jionlp
    except ImportError:
        return None
    logging.disable(logging.ERROR)  # it logs a traceback for each expression that it does not know

    def day(text: str) -> str:
        return text[:10]

    def base(reference: date) -> float:
        return time.mktime(datetime(reference.year, reference.month, reference.day, 8).timetuple())

    def find(text: str, reference: date) -> set:
        try:
            rows = jionlp.ner.extract_time(text, time_base=base(reference), with_parsing=True)
        except Exception:  # its parser raises on what it does not know
            return set()
        return {(row["text"], *map(day, row["detail"]["time"])) for row in rows
                if row["type"] in ("time_point", "time_span") and isinstance(row["detail"]["time"], list)}

    def parse_one(text: str, reference: date) -> set:
        try:
            row = jionlp.parse_time(text, time_base=base(reference))
        except Exception:
            return set()
        return {(text, *map(day, row["time"]))} if row["type"] in ("time_point", "time_span") and isinstance(row["time"], list) else set()

    return find, parse_one


def measure(rows: list, finder) -> str:
    counts = {"text": [0, 0, 0], "text and days": [0, 0, 0]}
    started = time.perf_counter()
    answers = [finder(text, reference) for text, reference, _ in rows]
    seconds = time.perf_counter() - started
    for (_, _, gold), found in zip(rows, answers, strict=True):
        for kind, size in (("text", 1), ("text and days", 3)):
            a, b = {item[:size] for item in gold}, {item[:size] for item in found}
            counts[kind][0] += len(a & b)
            counts[kind][1] += len(b - a)
            counts[kind][2] += len(a - b)
    scores = "  ".join(f"{kind} F1 {2 * hit / max(1, 2 * hit + spurious + missed):.3f}" for kind, (hit, spurious, missed) in counts.items())
    return f"{scores}  {sum(len(text) for text, _, _ in rows) / seconds:10,.0f} characters/s"


def main() -> None:
    peer = jionlp_finder()
    for name, mine, index in (("dates.tsv", ours, 0), ("dates_bare.tsv", ours_bare, 1)):
        rows = cases(name)
        print(f"{name}: {len(rows)} texts, {sum(len(gold) for _, _, gold in rows)} dates and spans")
        mine("2日", date(2022, 4, 3))  # the grammar is built once
        print(f"  govnews_nlp  {measure(rows, mine)}")
        print(f"  jionlp       {measure(rows, peer[index]) if peer else 'skipped: not installed'}")


if __name__ == "__main__":
    main()
