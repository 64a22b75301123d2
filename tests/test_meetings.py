"""Meetings: names, status, merging, and what is known of each. Cases: tests/cases/meetings.tsv, meetings_facts.toml."""

import csv
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govnews_nlp as gn

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = Path(__file__).parent / "cases"
PUBLISHED = "2023-05-18"
with open(CASES / "meetings.tsv", encoding="utf-8") as file:
    ROWS = list(
        csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    )
FACTS = tomllib.loads((CASES / "meetings_facts.toml").read_text("utf-8"))["case"]


def meetings_of(nlp, text, **fields):
    doc = nlp.make_doc(text)
    doc._.article = gn.Article(text=text, published=fields.pop("published", PUBLISHED), **fields)
    return nlp(doc)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['class']}: {row['text'][:24]}" for row in ROWS])
def test_names_and_status(rules, row):
    doc = meetings_of(rules, row["text"].replace("⏎", "\n"))
    found = {
        status: sorted(m.name for m in doc._.meetings if m.status == status)
        for status in ("held", "upcoming", "referenced")
    }
    assert found == {status: sorted(filter(None, (row[status] or "").split(" / "))) for status in found}


@pytest.mark.parametrize("case", FACTS, ids=[case["name"] for case in FACTS])
def test_facts(rules, case):
    doc = meetings_of(rules, case["text"], headline=case.get("headline"), kicker=case.get("kicker"))
    meeting = next((m for m in doc._.meetings if m.name == case["name"]), None)
    assert meeting, [m.name for m in doc._.meetings]
    assert meeting.status == case.get("status", "held")
    assert (meeting.start is not None) == case.get("in_text", True)
    for field in ("date_start", "date_end", "part_of_day", "place", "format", "organizer", "level"):
        if field in case:
            assert getattr(meeting, field) == case[field], field


def test_a_region_ranks_the_scopes_of_its_own_meetings(rules):
    text = "17日，全区卫生健康工作会议召开。"
    ranks = {
        region: meetings_of(rules, text, region=region)._.meetings[0].level
        for region in ("浙江省杭州市萧山区", "北京市海淀区", "广西壮族自治区", "广西壮族自治区南宁市", "广西壮族自治区南宁市宾阳县", "广西壮族自治区南宁市青秀区", "河北省唐山市路北区")
    }
    assert ranks == {
        "浙江省杭州市萧山区": "厅局级",
        "北京市海淀区": "厅局级",
        "广西壮族自治区": "省部级",
        "广西壮族自治区南宁市": "省部级",
        "广西壮族自治区南宁市宾阳县": "省部级",
        "广西壮族自治区南宁市青秀区": "县处级",
        "河北省唐山市路北区": "县处级",
    }


def test_all_names_of_a_meeting_are_one_row_and_the_longest_is_its_name(rules):
    doc = meetings_of(
        rules,
        "政协第六届临川市委员会第二次会议17日开幕。市政协六届二次会议应到委员三百人。会议听取了报告。",
        headline="市政协六届二次会议开幕",
    )
    assert [m.name for m in doc._.meetings] == ["政协第六届临川市委员会第二次会议"]
    mentions = [m for m in doc._.mentions if m.label == "MEETING"]
    assert [m.text for m in mentions] == ["政协第六届临川市委员会第二次会议", "市政协六届二次会议", "会议"]
    assert {m.norm for m in mentions} == {"政协第六届临川市委员会第二次会议"}


def test_different_sessions_stay_apart(rules):
    doc = meetings_of(rules, "县十八届人大常委会第十次会议17日举行，决定县十八届人大三次会议6月20日召开。")
    assert [(m.name, m.status) for m in doc._.meetings] == [
        ("县十八届人大常委会第十次会议", "held"),
        ("县十八届人大三次会议", "upcoming"),
    ]


@pytest.mark.parametrize(
    "published, status", [("2022-04-03", "upcoming"), ("2022-10-18", "held"), ("2023-01-03", "referenced")]
)
def test_congresses_are_dated_by_the_calendar(rules, published, status):
    doc = meetings_of(rules, "党的二十大在北京举行。", published=published)
    assert [(m.name, m.status) for m in doc._.meetings] == [("党的二十大", status)]


def test_keys_are_unique_over_articles(rules):
    articles = [
        gn.Article(text="17日，全县林业大会召开。", article_id=name, published=PUBLISHED) for name in ("a", "b")
    ]
    frame = gn.extract(articles, nlp=rules).meetings
    assert frame["meeting_id"].is_unique and list(frame["name"]) == ["全县林业大会"] * 2


@pytest.mark.parametrize(
    "text", ["", "\n\n", "会议", "大会大会大会", "。。。召开", "第次会议", "《会议", "”会议“", "在上", "（）会议"]
)
def test_odd_texts(rules, text):
    meetings_of(rules, text)


PIECES = st.sampled_from(
    [
        "全市",
        "会议",
        "大会",
        "召开",
        "在",
        "上",
        "、",
        "和",
        "暨",
        "“",
        "”",
        "《",
        "》",
        "（扩大）",
        "第三次",
        "党的二十大",
        "精神",
        "17日",
        "常委会",
        "。",
        "，",
        "\n",
        "将",
        "贯彻",
        "市委",
        "论坛",
        "座谈会",
        "强调",
        "😀",
        "\U00020000",
        "x",
        " ",
        "\u0000",
        "教育",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    text=st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60),
    headline=st.lists(PIECES, max_size=8).map("".join),
)
def test_offsets_are_the_names(rules, text, headline):
    doc = meetings_of(rules, text, headline=headline)
    for meeting in doc._.meetings:
        assert meeting.name
        assert (meeting.start is None) == (meeting.end is None)
        if meeting.start is not None:
            assert doc.text[meeting.start : meeting.end] == meeting.name
        else:
            assert meeting.name in headline
    for mention in doc._.mentions:
        assert doc.text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "unit",
    [
        "会议",
        "全市和",
        "“",
        "第三次会议",
        "（",
        "召开",
        "市委、",
        "大会暨",
        "在会议上",
        "党的二十大",
        "全市教育大会召开。",
        "”",
        "贯彻全会精神",
    ],
)
def test_hostile_lines_take_linear_time(rules, unit):
    component = rules.get_pipe("meetings")

    def seconds(length):
        doc = rules.make_doc((unit * length)[:length])
        start = time.perf_counter()
        component(doc)
        return time.perf_counter() - start

    seconds(1000)
    small, large = min(seconds(10_000) for _ in range(2)), seconds(100_000)
    assert large < 25 * small + 0.5


def test_confidence_is_high_only_where_a_meeting_is_told_with_its_day(rules):
    told = "5月17日，全市招商引资工作会议在市行政中心召开。"
    doc = meetings_of(rules, told, headline="全市招商引资工作会议召开")
    assert doc._.meetings[0].confidence == 0.96
    assert meetings_of(rules, told)._.meetings[0].confidence == 0.92
    for text in ("贺云帆出席全市招商引资工作会议。", "17日，贺云帆在沙溪镇主持召开座谈会。", "全市招商引资工作会议召开。"):
        assert meetings_of(rules, text)._.meetings[0].confidence < 0.9
