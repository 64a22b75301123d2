"""Who is who across articles: homonyms, promotions, successions; ids that stay the same over runs."""

from pathlib import Path

import pandas as pd
import pytest

import govnews_nlp as gn
from govnews_nlp.lexicon import tomllib
from govnews_nlp.persons.careers import above, body_kind, foreign_country, is_chief, is_shared
from govnews_nlp.persons.identity import article_days, people

CASES = tomllib.loads((Path(__file__).parent / "cases/who_is_who.toml").read_text("utf-8"))["case"]


def tables_of(articles, rules):
    made = [gn.Article(text=text, published=day or None, region=region or None, article_id=f"a{n}") for n, (day, region, text) in enumerate(articles, 1)]
    return gn.extract(made, nlp=rules)


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_who_is_who(case, rules):
    found = people(tables_of(case["articles"], rules))
    found = found[found["person"] == case["name"]]
    groups = {tuple(sorted(int(article[1:]) for article in ids)) for _, ids in found.groupby("person_id")["article_id"]}
    assert groups == {tuple(group) for group in case["persons"]}
    first = found[found["article_id"] == f"a{case['persons'][0][0]}"].iloc[0]
    if "why" in case:
        assert case["why"] in first["merged_by"]
    for number in case.get("maybe", ()):
        named = found[found["article_id"] == f"a{case['persons'][number - 1][0]}"].iloc[0]["maybe"]
        assert isinstance(named, str) and case["name"] in named


def test_ids_do_not_depend_on_what_else_is_in_the_run(rules):
    articles = next(case for case in CASES if case["what"].startswith("three of a name"))["articles"]
    whole = people(tables_of(articles, rules)).set_index(["article_id", "person"])["person_id"]
    assert set(whole.loc[["a1", "a2", "a3"]]) == {"王强@430624", "王强@430681", "王强@510522"}
    alone = people(tables_of(articles[:4], rules)).set_index(["article_id", "person"])["person_id"]
    assert (alone == whole.loc[alone.index]).all()


def test_a_later_run_keeps_the_ids_of_an_earlier_one(rules):
    articles = next(case for case in CASES if case["what"].startswith("three of a name"))["articles"]
    earlier = gn.analysis.registry(tables_of(articles[:7], rules))
    later = gn.analysis.registry(tables_of([["2022-01-09", "湖南省岳阳市", "副市长王强出席会议。"]], rules), known=earlier)
    assert later["person_id"].tolist() == ["王强@430624"]
    assert gn.analysis.registry(tables_of([["2022-01-09", "湖南省岳阳市", "副市长王强出席会议。"]], rules))["person_id"].tolist() == ["王强@430600"]


def test_two_of_a_name_from_two_countries_in_one_article_are_two(rules):
    articles = [["2024-03-05", "", "约旦国王塔列尼、智利总统塔列尼出席峰会。"], ["2024-03-06", "", "智利总统塔列尼抵达北京。"]]
    register = gn.analysis.registry(tables_of(articles, rules)).set_index("title_full")
    assert register.loc["约旦国王", "person_id"] != register.loc["智利总统", "person_id"]
    assert register.loc["智利总统", "n_articles"] == 2


# text → the posts that it looks back on, and those held or given on the day
LOOKING_BACK = [
    ("2002年，时任江西省委书记的林知远同志到青石镇调研。", "江西省委书记", ""),
    ("1988年6月，林知远同志调任赣州地委书记，他带队深入各县。", "赣州地委书记", ""),
    ("江西省委原副书记林知远同志因病医治无效，于2024年3月1日逝世。1956年，林知远同志任江南机械厂厂长、党委书记。",
     "江西省委副书记 江南机械厂厂长 江南机械厂党委书记", ""),
    ("江西省委原书记林知远同志，因突发心脏病，经全力抢救无效，于2024年3月3日0时10分在南昌逝世。任职后，林知远同志担任江西省防汛领导小组组长。",
     "江西省委书记 江西省防汛领导小组组长", ""),
    ("江西省委书记林知远在南昌就老同志何明宇逝世向其家属表示慰问。", "", "江西省委书记"),
    ("时任赣州市委副书记、市长林知远介绍了当年的情况。", "赣州市委副书记 赣州市市长", ""),
    ("法国前总理德维尔表示，合作前景广阔。", "法国前总理", ""),
    ("3月4日，江西省委书记林知远到青石镇调研。", "", "江西省委书记"),
    ("省人大常委会3月4日决定任命林知远为江西省副省长。", "", "江西省副省长"),
    ("会前，赣州市市长林知远会见了来宾。", "", "赣州市市长"),
    ("2023年，赣州市委副书记、市长林知远多次到企业走访。", "", "赣州市委副书记 赣州市市长"),
    ("太原市市长林知远、中原区委书记何明宇出席。", "", "太原市市长 郑州市中原区委书记"),
    ("国家主席何明宇就林知远逝世致唁电。塔兰总统林知远逝世前曾两次访华。", "", "国家主席"),
    ("周恩来总理提出和平共处五项原则。", "国务院总理", ""),
]


@pytest.mark.parametrize(("text", "past", "present"), LOOKING_BACK, ids=[text[:16] for text, _, _ in LOOKING_BACK])
def test_posts_on_which_an_article_looks_back_have_no_day(text, past, present, rules):
    tables = tables_of([["2024-03-05", "", text]], rules)
    register = gn.analysis.registry(tables).set_index("title_full")
    told = set(past.split())
    assert told <= set(register.index) and set(present.split()) <= set(register.index)
    assert register.loc[sorted(told), "first_seen"].isna().all() and register.loc[sorted(told), "appointed"].isna().all()
    assert register.loc[present.split(), "first_seen"].notna().all()


def test_on_the_day_of_a_change_nobody_contradicts(rules):
    """One who leaves and one who takes over; the old post and the new one of one person."""
    text = "日前，中共中央决定：林知远同志任江西省委书记，不再担任福建省委书记；何明宇同志不再担任江西省委书记职务。"
    register = gn.analysis.registry(tables_of([["2024-03-05", "", text], ["2024-05-05", "", "江西省委书记林知远到赣州市调研。"]], rules))
    assert {"江西省委书记", "福建省委书记"} <= set(register["title_full"]) and not register["contradiction"].any()


def test_days_of_articles_that_do_not_say_theirs(rules):
    texts = [["", "湖南省岳阳市湘阴县", "2021年3月1日，县长黎子衿主持召开会议。"], ["", "", "县长黎子衿主持召开会议。"], ["2021-05-05", "", "4月1日，县长黎子衿主持召开会议。"]]
    days = article_days(tables_of(texts, rules))
    assert days["day"].tolist() == [pd.Timestamp("2021-03-01"), pd.NaT, pd.Timestamp("2021-05-05")]
    assert days["day_from"].fillna("").tolist()[1:] == ["", "published"] and days["day_from"][0] in ("event", "date in the text")


@pytest.mark.parametrize(("position", "chief", "shared"), [
    ("书记", True, False), ("副市长", False, True), ("常务副市长", False, False), ("代市长", True, False), ("常委", False, True),
    ("主任委员", True, False), ("副主任委员", False, True), ("政治委员", False, False), ("秘书长", False, True)])
def test_positions(position, chief, shared):
    assert (is_chief(position), is_shared(position)) == (chief, shared)


@pytest.mark.parametrize(("body", "kind"), [("岳阳市君山区委", "party"), ("岳阳市政府", "government"), ("岳阳市公安局", "government"), ("岳阳市纪委", "discipline"),
                                             ("岳阳市政协", "cppcc"), ("岳阳市人大常委会", "congress"), ("岳阳市中级人民法院", "judiciary"), ("远望科技公司", "other")])
def test_kinds_of_bodies(body, kind):
    assert body_kind(body) == kind


def test_divisions_above():
    assert above("430611") == ("430600", "430000", "中央")
    assert above("中央") == () == above(None)
    assert foreign_country("俄罗斯联邦") == "俄罗斯" and foreign_country("岳阳市政府") is None
