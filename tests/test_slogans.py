"""Slogans: what is found and what stays out (cases/slogans.tsv); offsets, region campaigns, odd input."""

import pytest
from conftest import CASES

import govnews_nlp as gn
from govnews_nlp.components.slogans import finder
from govnews_nlp.lexicon import load_csv

ROWS = [line.split("\t") for line in (CASES / "slogans.tsv").read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("kind", "text", "cell"), ROWS, ids=[f"{row[0]}: {row[1][:16]}" for row in ROWS])
def test_slogans(kind, text, cell):
    expected = [] if cell == "~" else cell.split("|")
    # general policy terms (乡村振兴) may be found beside the expected ones
    found = [item for item in finder(None).find(text) if item.text in expected or item.score > 0.7]
    assert [item.text for item in found] == expected
    assert all(text[item.start : item.end] == item.text for item in found)


def test_campaign_of_the_home_region(rules):
    article = gn.Article(text="全区上下奋力建设平安萧江。", region="浙江省某某市萧江区")
    tables = gn.extract(article, nlp=rules)
    assert "平安萧江" in set(tables.slogans["text"])


def test_number_form_of_the_home_province():
    text = "全市上下聚力办好两件大事。"
    assert [item.text for item in finder(None).find(text, "内蒙古自治区某某市")] == ["两件大事"]
    assert not finder(None).find(text, "海南省某某市")


def test_known_and_canonical(rules):
    doc = rules("完善“141”体系，实施“湖光计划”行动。")
    records = {record.text: record for record in doc._.slogans}
    assert records["141"].slogan == "141体系" and records["141"].quoted
    assert not records["湖光计划"].known and records["湖光计划"].confidence < 0.9


def test_lexicon_is_sound():
    rows = load_csv("slogans")
    assert len(rows) > 4500
    kinds = {"number form", "campaign", "mechanism", "model", "doctrine", "target", "other"}
    assert {row["kind"] for row in rows} <= kinds
    assert {row["certain"] for row in rows} <= {"yes", "no", "general"}
    keys = [row["slogan"] + row["text"] for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["year"] == "" or 1900 < int(row["year"]) < 2030 for row in rows)
    forms = [form for row in rows for form in dict.fromkeys([row["text"], *filter(None, row["variants"].split("|"))])]
    assert len(forms) == len(set(forms))  # a printed form has one name


@pytest.mark.parametrize("text", ["", "“", "”", "“”", "\"\"\"", "“" * 3000, "“一" * 3000, "1+1" * 3000, "平安" * 3000, "《" * 3000])
def test_odd_text(text):
    assert isinstance(finder(None).find(text), list)


def test_a_demand_is_no_part_of_the_name(rules):
    tables = gn.extract("全县深入落实“五帮五带”要求。", nlp=rules)
    assert list(tables.slogans["slogan"]) == ["五帮五带"]


def test_work_is_no_part_of_the_name(rules):
    tables = gn.extract("县里召开“百日会战”工作会议，推行“六维联排”工作法。", nlp=rules)
    assert list(tables.slogans["slogan"]) == ["百日会战", "六维联排工作法"]
