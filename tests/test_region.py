"""The home of an article that nobody gave one: by its newspaper, its dateline, and how it speaks of its own place."""

from pathlib import Path

import pytest

import govnews_nlp as gn

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def region(rules):
    return rules.get_pipe("region")


@pytest.mark.parametrize("row", rows("region.tsv"), ids=lambda row: row[0] or row[2][:14] or row[3])
def test_region(region, row):
    newspaper, headline, text, expected = row
    division = region.infer(gn.Article(text=text, headline=headline or None, newspaper=newspaper or None))
    assert (region.gazetteer.full_name(division) if division else "-") == expected


def test_divisions_of_the_articles_year(region):
    text = "本报讯 江干区召开会议，区委书记王大力讲话，全区干部参加。区领导李小平汇报。"
    names = {year: region.infer(gn.Article(text=text, published=f"{year}-05-01")) for year in (2015, 2024)}
    assert names[2015].name == "江干区" and names[2024] is None


def test_the_table_says_that_the_region_is_inferred(rules):
    text = "2日，礼县召开会议。县委书记王大力主持，县委副书记、县长李小平出席。"
    tables = gn.extract([gn.Article(text=text, article_id="a"), gn.Article(text=text, article_id="b", region="甘肃省")], nlp=rules)
    articles = tables.articles.set_index("article_id")
    assert articles.loc["a", "region"] == "甘肃省陇南市礼县" and articles.loc["a", "region_inferred"]
    assert articles.loc["b", "region"] == "甘肃省" and not articles.loc["b", "region_inferred"]
    officials = tables.officials[tables.officials["article_id"] == "a"].set_index("person")
    assert officials.loc["王大力", "title_full"] == "陇南市礼县县委书记"


def test_long_texts_cost_little(region):
    import time

    for piece in ("区委书记", "萧山区委", "全省", "来源：萧山日报", "啊"):
        start = time.process_time()
        region.infer(gn.Article(text=piece * (100_000 // len(piece))))
        assert time.process_time() - start < 2
