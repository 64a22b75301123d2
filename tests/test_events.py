"""Events and participants: who takes part in what, and what it is. Cases: tests/cases/participants.tsv, events.tsv."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govnews_nlp as gn
from govnews_nlp.records import Mention, Official

CASES = Path(__file__).parent / "cases"
ROLES = {"speaker", "chair", "attendee", "inspector", "reader", "awarder", "host", "guest", "appointee"}
TYPES = {"meeting", "inspection", "talks", "visit", "ceremony", "study", "appointment", "document"}


def rows(name: str) -> list[dict[str, str]]:
    with open(CASES / name, encoding="utf-8") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def read(nlp, text: str, **fields):
    doc = nlp.make_doc(text)
    doc._.article = gn.Article(text=text, published="2023-03-03", **fields)
    return nlp(doc)


@pytest.mark.parametrize("row", rows("participants.tsv"), ids=lambda row: row["text"][:24])
def test_roles(rules, row):
    doc = read(rules, row["text"].replace("⏎", "\n"))
    wanted = {(person, role) for item in row["expected"].split() for person, roles in [item.split(":")] for role in roles.split("+")}
    assert {(p.person, p.role) for p in doc._.participants} == wanted


@pytest.mark.parametrize("row", rows("events.tsv"), ids=lambda row: row["text"][:24])
def test_events(rules, row):
    doc = read(rules, row["text"].replace("⏎", "\n"))
    wanted = [item.split("|") for item in row["expected"].split(" ; ")] if row["expected"] else []
    shown = [(event.type, event.actors, event.date_start) for event in doc._.events]
    assert sorted(event.type for event in doc._.events) == sorted(kind for kind, _, _ in wanted), shown
    for kind, actors, day in wanted:
        assert any(event.type == kind and set(actors.split("、")) <= set(event.actors.split("、")) and (event.date_start or "") == day
                   for event in doc._.events), shown


@pytest.mark.parametrize("headlines, text, chairs", [
    ({"headline": "县人大常委会举行第五次会议 林远山主持"}, "3月1日，县人大常委会举行第五次会议。县人大常委会主任林远山、副主任何嘉明出席会议。", {"林远山"}),
    ({"kicker": "林远山主持会议并讲话", "headline": "县委常委会召开会议"}, "3月1日，县委常委会召开会议。县委书记林远山强调，要抓好春耕。", {"林远山"}),
    ({"headline": "林远山出席并讲话 何嘉明主持"}, "3月1日，全县农村工作会议召开。县委书记林远山，县长何嘉明出席会议。", {"何嘉明"}),
    ({"headline": "全县农村工作会议召开 何嘉明主持"}, "3月1日，全县农村工作会议召开。会议由县长郭子谦主持，副县长何嘉明出席会议。", {"郭子谦"}),
    ({"headline": "主持人林远山谈春耕"}, "3月1日，县委书记林远山到青石镇调研。", set()),
])
def test_chairs_that_only_headlines_name(rules, headlines, text, chairs):
    doc = read(rules, text, **headlines)
    assert {p.person for p in doc._.participants if p.role == "chair"} == chairs
    assert not chairs or chairs <= set(doc._.events[0].actors.split("、"))


def test_roles_belong_to_their_events(rules):
    doc = read(rules, "2日，县委书记林远山深入园区调研并主持召开座谈会。副县长郭子谦参加调研。")
    types = {event.event_id: event.type for event in doc._.events}
    roles = {(p.person, p.role): types[p.event_id] for p in doc._.participants}
    assert roles == {("林远山", "inspector"): "inspection", ("林远山", "chair"): "meeting", ("郭子谦", "attendee"): "inspection"}


def test_titles_places_and_ids(rules):
    text = "3月1日，县委书记林远山到青石镇调研。他强调，要抓好春耕。"
    tables = gn.extract(gn.Article(text=text, published="2023-03-03", article_id="a"), nlp=rules)
    event, = tables.events.itertuples()
    assert text[event.start : event.end] == event.sentence and event.summary == event.sentence
    assert set(tables.participants["event_id"]) == {event.event_id} == set(tables.statements["event_id"])
    assert set(tables.participants["title"]) == {"县委书记"}
    for row in tables.participants.itertuples():
        assert text[row.start : row.end] == row.person


def test_further_stops_belong_to_the_trip(rules):
    doc = read(rules, "3月1日，县委书记林远山到青石镇调研。⏎一行先后来到东山村、西山村，实地察看。⏎2日，县长何嘉明到云溪镇检查。".replace("⏎", "\n"))
    assert [(event.actors, event.place) for event in doc._.events] == [("林远山", "青石镇、东山村、西山村"), ("何嘉明", "云溪镇")]


PIECES = st.sampled_from(["县委书记林远山", "县长何嘉明", "、副县长郭子谦", "主持", "召开", "会议", "出席", "调研", "会见", "，", "。", "由", "在", "陪同下",
                          "并讲话", "强调", "仪式", "参加", "分别", "\n", "和", "等", "颁奖", "的", "任命", "为县长", "𠮷", "3月1日", "要"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_keeps_offsets(rules, text):
    doc = read(rules, text)
    names = {official.person for official in doc._.officials} | {m.norm or m.text for m in doc._.mentions if m.label == "PERSON"}
    ids = {event.event_id for event in doc._.events}
    for event in doc._.events:
        assert text[event.start : event.end] == event.sentence and event.type in TYPES
        assert event.actors and set(event.actors.split("、")) <= names
    for participant in doc._.participants:
        assert participant.person in names and participant.role in ROLES and (participant.event_id in ids or not ids)
        assert text[participant.start : participant.end] == participant.person


@pytest.mark.parametrize("piece", ["何嘉明调研", "何嘉明出席，", "调研", "何嘉明、", "听取报告", "作讲话", "何嘉明同", "仪式", "何嘉明会见。", "主持会议，"])
def test_time_is_linear(rules, piece):
    component = dict(rules.pipeline)["events"]

    def seconds(size: int) -> float:
        text = "县长何嘉明" + piece * (size // len(piece))
        doc = rules.make_doc(text)
        doc._.officials.append(Official(2, 5, "何嘉明", "县长"))
        doc._.mentions += [Mention(at, at + 3, "PERSON", "何嘉明", "何嘉明") for at in range(size) if text[at : at + 3] == "何嘉明"]
        start = time.process_time()
        component(doc)
        return time.process_time() - start

    seconds(2_000)
    assert seconds(40_000) < 12 * seconds(8_000) + 0.5
