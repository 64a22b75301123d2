"""Dates: tables of (text, day of publication → expressions), the rules' invariants, and hostile input."""

import csv
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from borax.calendars.lunardate import LunarDate
from hypothesis import given, settings
from hypothesis import strategies as st

import govnews_nlp as gn
from govnews_nlp.timex import parse

CASES = Path(__file__).parent / "cases"
KINDS = {"date", "span", "duration", "set", "vague"}


def table(name):
    """[(text, published, [(surface, value, kind, start, end), …])] of a table in tests/cases."""
    lines = [line for line in (CASES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    cases = defaultdict(list)
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        expected = cases[row["text"], row["published"]]
        if row["surface"] != "-":
            expected.append((row["surface"], row["value"], row["kind"], row["start"], row["end"]))
    return [(text, None if published == "-" else published, expected) for (text, published), expected in cases.items()]


def shown(rows):
    return [(row.text, row.value or "", row.kind, row.date_start or "", row.date_end or "") for row in rows]


def dates_of(nlp, text, published=None):
    doc = nlp.make_doc(text)
    doc._.article = gn.Article(text=text, published=published)
    for name, component in nlp.pipeline:
        if name in ("byline", "dates"):
            doc = component(doc)
    return doc


@pytest.mark.parametrize("text, published, expected", table("dates.tsv"))
def test_news_sentences(rules, text, published, expected):
    assert shown(dates_of(rules, text, published)._.dates) == expected


@pytest.mark.parametrize("text, reference, expected", table("dates_bare.tsv"))
def test_bare_expressions(text, reference, expected):
    assert shown(parse(text, reference)) == expected


def test_the_tables_are_large_enough():
    assert sum(len(expected) or 1 for _, _, expected in table("dates.tsv")) >= 300


PART_OF_DAY = [
    ("2日下午，会议召开。", "下午"),
    ("3日早上8时，会议召开。", "早晨"),
    ("昨晚，会议召开。", "晚上"),
    ("4月2日（星期六）上午，会议召开。", "上午"),
    ("2日，晚会举行。", None),
    ("2日晚会举行。", None),
    ("3日凌晨，抢险结束。", "凌晨"),
]


@pytest.mark.parametrize("text, part", PART_OF_DAY)
def test_part_of_day(rules, text, part):
    assert dates_of(rules, text, "2022-04-03")._.dates[0].part_of_day == part


GRANULARITY = [("2日", "day"), ("3月", "month"), ("2021年", "year"), ("一季度", "quarter"), ("上半年", "half"), ("上周", "week"), ("3月上旬", "ten days"), ("上世纪80年代", "decade"), ("今年夏天", "season"), ("3月底", "month")]


@pytest.mark.parametrize("text, granularity", GRANULARITY)
def test_granularity(text, granularity):
    assert parse(text, "2022-04-03")[0].granularity == granularity


def test_dateline_is_the_reference_where_no_day_of_publication_is_known(rules):
    doc = dates_of(rules, "新华社临江3月5日电（记者甲乙）昨日下午，全省春耕现场会召开。4日，还举行了签约仪式。")
    assert [(row.text, row.value, row.date_start) for row in doc._.dates] == [
        ("3月5日", "XXXX-03-05", None), ("昨日下午", "XXXX-03-04", None), ("4日", "XXXX-03-04", None)]


def test_the_day_of_publication_wins_over_the_dateline(rules):
    doc = dates_of(rules, "新华社临江3月5日电（记者甲乙）5日下午，全省春耕现场会召开。", "2022-03-06")
    assert [row.value for row in doc._.dates] == ["2022-03-05", "2022-03-05"]


def test_mentions_are_dates_and_spans_only(rules):
    doc = dates_of(rules, "近日，县里用三天办成了2日至4日的展会。", "2022-04-05")
    assert [(mention.label, mention.text, mention.norm) for mention in doc._.mentions] == [("DATE", "2日至4日", "2022-04-02/2022-04-04")]


def test_a_users_words_are_merged(tmp_path):
    (tmp_path / "dates.toml").write_text('[holidays]\n"茶乡节" = { month = 4, day = 18 }\n', "utf-8")
    rows = parse("茶乡节", "2022-04-03", lexicons=str(tmp_path))
    assert [(row.text, row.value) for row in rows] == [("茶乡节", "2022-04-18")]


def test_the_table_of_an_article(rules):
    tables = gn.extract(gn.Article(text="2日下午，全市春耕现场会召开。", published="2022-04-03", article_id="a"), nlp=rules)
    row = tables.dates.iloc[0]
    assert (row["text"], row["value"], row["kind"], row["part_of_day"]) == ("2日下午", "2022-04-02", "date", "下午")
    assert row["date_start"] == row["date_end"] and row["date_start"].date() == date(2022, 4, 2)


# ---- invariants on any input

PIECES = st.sampled_from("2022年 4月 2日 下午 至 － 、 31日 30日 2月 13月 0日 三天 前 后 过去 五年 来 上周 五 周 正月 初八 闰 春节 期间 今年 前 7个月 同日 次日 "
                         "去年 同期 每月 15日 “十四五” 时期 年底 将于 起 9999年 0001年 世纪 90年代 第 二 季度 ，  。 \n 　 ( ） 半 几 十 百 零 〇 8时 30分 8:30 2022-02-30 2022.4.2 "
                         "第53周 9999 大年 三十 闰二月 初一 农历 一百年 后 2100年 九千 1/10 夏天 每 周末".split(" "))


def check(text, reference):
    previous = 0
    for row in parse(text, reference):
        assert text[row.start : row.end] == row.text and row.start >= previous
        previous = row.end
        assert row.kind in KINDS and row.value and 0 < row.confidence <= 1
        assert (row.date_start is None) == (row.date_end is None)
        if row.date_start:
            assert date.fromisoformat(row.date_start) <= date.fromisoformat(row.date_end)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join), st.one_of(st.none(), st.dates()))
def test_any_mixture_of_time_words(text, reference):
    check(text, reference)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.one_of(st.none(), st.dates()))
def test_any_text(text, reference):
    check(text, reference)


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 15))
def test_a_bare_day_of_the_last_two_weeks_is_found_again(published, back):
    day = date.fromordinal(published.toordinal() - back)
    assert parse(f"{day.day}日下午，会议召开。", published)[0].value == day.isoformat()


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 100))
def test_a_month_and_day_of_the_last_hundred_days_gets_its_year(published, back):
    day = date.fromordinal(published.toordinal() - back)
    if day.year != published.year and day.month < 10 or (published.month - day.month) % 12 > 3:
        return  # 9月30日 in January is told from the September to come by the year that news then prints
    value = parse(f"{day.month}月{day.day}日，会议召开。", published)[0].value
    if day.year == published.year or 12 - day.month + published.month <= 4:
        assert value == day.isoformat()


@pytest.mark.parametrize("unit", ["2", "二", "年", "2年", "至", "2日至", "3月、", "上世纪", "过去", "大年初", "每月10日、", "《", "》", "2022", "将", "“十四五”", " ", "农历", "1-"])
def test_cost_grows_linearly(unit):
    text = unit * (100_000 // len(unit))
    started = time.process_time()  # other programs on the machine don't count
    check(text, date(2022, 4, 3))
    assert time.process_time() - started < 8


DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(1, 999))
def test_days_ago_and_days_to_come(reference, count):
    assert parse(f"{count}天前", reference)[0].date_start == date.fromordinal(reference.toordinal() - count).isoformat()
    assert parse(f"{count}天后", reference)[0].date_start == date.fromordinal(reference.toordinal() + count).isoformat()
    past = parse(f"过去{count}天", reference)[0]
    assert (date.fromisoformat(past.date_end) - date.fromisoformat(past.date_start)).days == count - 1


@settings(max_examples=200, deadline=None)
@given(DAYS, st.sampled_from([("上", -1), ("本", 0), ("下", 1), ("下下", 2)]), st.integers(1, 7))
def test_weekdays(reference, week, weekday):
    word, shift = week
    found = date.fromisoformat(parse(f"{word}周{'一二三四五六日'[weekday - 1]}", reference)[0].value)
    assert found.isoweekday() == weekday
    assert (found.toordinal() - weekday) // 7 - (reference.toordinal() - reference.isoweekday()) // 7 == shift


@settings(max_examples=200, deadline=None)
@given(DAYS)
def test_lunar_days_lead_back(day):
    lunar = LunarDate.from_solar(day)
    ten, one = divmod(lunar.day - 1, 10)
    number = {19: "二十", 29: "三十", 9: "初十"}.get(lunar.day - 1, "初十廿"[ten] + "一二三四五六七八九十"[one])
    month = "正二三四五六七八九十冬腊"[lunar.month - 1]
    text = f"{lunar.year}年农历{'闰' if lunar.leap else ''}{month}月{number}"
    assert [(row.text, row.value) for row in parse(text, "2024-03-10")] == [(text, day.isoformat())]


@settings(max_examples=200, deadline=None)
@given(DAYS, DAYS)
def test_full_dates_do_not_depend_on_the_reference(day, reference):
    digits = str.maketrans("0123456789", "〇一二三四五六七八九")
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{str(day.year).translate(digits)}年{day.month}月{day.day}日"):
        assert [row.value for row in parse(text, reference)] == [day.isoformat()]
