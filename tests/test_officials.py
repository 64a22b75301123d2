"""Officials and their titles: sentences of the genre with invented names (cases/officials.tsv)."""

import re

import pytest
from conftest import CASES

import govnews_nlp as gn

ROWS = [line.rstrip("\n").split("\t") for line in (CASES / "officials.tsv").read_text("utf-8").splitlines()
        if line and not line.startswith("#")]
SHORT_FORM = re.compile(r"\((.+?) = (.+?)\)")
CHANGES = {"+": "appointed", "-": "removed"}


def expected_of(cell):
    """person → {(title, change)}, and the short forms: surface → person."""
    people, short = {}, {}
    for item in filter(None, (part.strip() for part in cell.split(";"))):
        if match := SHORT_FORM.fullmatch(item):
            short[match.group(1)] = match.group(2)
        elif item != "~":
            person, _, titles = item.partition(": ")
            people[person] = {(title.rstrip("+-"), CHANGES.get(title[-1])) for title in titles.split(", ") if title}
    return people, short


def found_in(doc):
    people = {}
    for record in doc._.officials:
        people.setdefault(record.person, set())
        if record.title:
            people[record.person].add((record.title, record.change))
    return people


@pytest.mark.parametrize(("kind", "text", "cell"), ROWS, ids=[f"{row[0]}: {row[1][:16]}" for row in ROWS])
def test_officials(rules, kind, text, cell):
    doc = rules(text)
    people, short = expected_of(cell)
    found = found_in(doc)
    assert found == people
    mentions = {mention.text: mention.norm for mention in doc._.mentions if mention.label == "PERSON"}
    assert short.items() <= mentions.items()


@pytest.mark.parametrize("text", [row[1] for row in ROWS[::5]])
def test_offsets_lead_to_the_printed_name(rules, text):
    doc = rules(text)
    for mention in doc._.mentions:
        assert doc.text[mention.start : mention.end] == mention.text
    for record in doc._.officials:
        assert doc.text[record.start : record.end] == record.person


@pytest.mark.parametrize(("text", "person"), [
    ("李 强主持会议并强调，要落实。李 强还调研了企业。", "李 强"),
    ("县委书记乔 明主持会议并强调，要落实。乔 明还调研了企业。", "乔 明"),
    ("县委书记乔 明主持会议并讲话。乔明强调，要落实。", "乔明"),
])
def test_names_with_blanks_are_the_same_in_all_tables(rules, text, person):
    tables = gn.extract(text, nlp=rules)
    assert set(tables.officials["person"]) == set(tables.participants["person"]) == set(tables.statements["speaker"]) == {person}
    assert set(tables.events["actors"]) <= {person}
    for row in tables.officials.itertuples():
        assert text[row.start : row.end] == person


@pytest.mark.parametrize("text", ["", "\n", "。", "书记", "副书记、", "·", "李 ", "𠀀𠀁𠀂", "县长\u3000", "习近平" * 3, "甲、" * 50, "市长" * 50])
def test_odd_text(rules, text):
    assert rules(text)._.officials is not None


@pytest.mark.parametrize("unit", ["市长", "甲乙、", "李强、王伟、", "·阿", "书记王", "李 强", "副", "任命", "（", "出席"])
def test_long_hostile_lines_stay_linear(rules, unit):
    text = (unit * 100_000)[:60_000]
    assert len(rules.get_pipe("officials")(rules.make_doc(text))) == 60_000
