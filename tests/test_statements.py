"""Statements: who said what, and where a speech ends. Cases: tests/cases/statements.tsv."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govnews_nlp as gn
from govnews_nlp.records import Mention, Official

with open(Path(__file__).parent / "cases" / "statements.tsv", encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def statements_of(nlp, text, **fields):
    doc = nlp.make_doc(text)
    doc._.article = gn.Article(text=text, published="2023-03-03", **fields)
    return nlp(doc)._.statements


def matches(statement, wanted: str) -> bool:
    speaker, verb, content = wanted.split("|")
    first, last = content.split("…")
    meeting = speaker == "会议" and statement.speaker.endswith("会议")
    return (statement.speaker == speaker or meeting) and statement.verb == verb and (
        statement.content.startswith(first) and statement.content.endswith(last))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:24] for row in ROWS])
def test_cases(rules, row):
    text = row["text"].replace("⏎", "\n")
    found = statements_of(rules, text)
    wanted = row["expected"].split(" ; ") if row["expected"] else []
    shown = [(s.speaker, s.verb, s.content) for s in found]
    assert len(found) == len(wanted), shown
    assert all(matches(statement, item) for statement, item in zip(found, wanted, strict=True)), shown


def test_default_pipeline_agrees(nlp, rules):
    text = "县委书记林远山在会上强调，要把责任扛在肩上。他指出，产业是根本。"
    assert [(s.speaker, s.verb) for s in statements_of(nlp, text)] == [(s.speaker, s.verb) for s in statements_of(rules, text)]


def test_held_meeting_gives_its_name(rules):
    text = "3月2日，全县农村工作会议召开。县委书记林远山主持会议。\n会议强调，要守住耕地红线。"
    assert [(s.speaker, s.verb) for s in statements_of(rules, text)] == [("全县农村工作会议", "强调")]


def test_offsets_ids_and_columns():
    text = "县委书记林远山指出，产业是根本。县长何嘉明强调，要倒排工期。"
    tables = gn.extract(gn.Article(text=text, article_id="a"), nlp=gn.load(ner="rules"))
    assert list(tables.statements["speaker"]) == ["林远山", "何嘉明"]
    assert tables.statements["statement_id"].is_unique
    for row in tables.statements.itertuples():
        assert text[row.start : row.end] == row.content
        assert 0 <= row.confidence <= 1 and row.evidence


PIECES = st.sampled_from(["县委书记林远山", "县长何嘉明", "强调", "指出", "说", "，", "。", "：", "“", "”", "他", "会议", "要抓好落实", "\n", "在会上",
                          "并", "要求", "村民", "；", "希望", "的", "了", "𠮷", "　", "王"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_keeps_offsets(rules, text):
    found = statements_of(rules, text)
    for statement in found:
        assert text[statement.start : statement.end] == statement.content and statement.content
    spans = sorted((s.start, s.end) for s in found)
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize("piece", ["强调", "强调，", "“强调”说", "他说，", "县长何嘉明强调", "会议", "“", "”", "强调\n", "在会上"])
def test_time_is_linear(rules, piece):
    component = dict(rules.pipeline)["statements"]

    def seconds(size: int) -> float:
        text = "县长何嘉明强调，" + piece * (size // len(piece))
        doc = rules.make_doc(text)
        doc._.officials.append(Official(2, 5, "何嘉明", "县长"))
        doc._.mentions += [Mention(m, m + 3, "PERSON", "何嘉明", "何嘉明") for m in range(2, size) if text[m : m + 3] == "何嘉明"] if (
            "何" in piece) else [Mention(2, 5, "PERSON", "何嘉明", "何嘉明")]
        start = time.perf_counter()
        component(doc)
        return time.perf_counter() - start

    seconds(2_000)
    assert seconds(40_000) < 12 * seconds(8_000) + 0.5
