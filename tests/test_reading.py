"""Pages → articles: every page of cases/reading against what expected.toml says; the way back to the page; hostile text."""

from __future__ import annotations

import json
import warnings
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import govnews_nlp as gn
from govnews_nlp.lexicon import load_csv, tomllib
from govnews_nlp.reading.layout import articles_of_page
from govnews_nlp.script import is_traditional, simplified

PAGES = Path(__file__).parent / "cases" / "reading"
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text("utf-8"))["page"]
TEXT_PAGES = [page for page in EXPECTED if page["file"].endswith((".txt", ".md"))]


def check(page: dict, articles: list[gn.Article]) -> None:
    expected = page.get("article", [])
    assert [article.text[:20] for article in articles] == [article.text[:20] for article in articles][: len(expected)], "too many articles"
    assert len(articles) == len(expected)
    for article, fields in zip(articles, expected, strict=True):
        for field, value in fields.items():
            value = None if value == "-" else value
            if field == "starts":
                assert article.text.startswith(value)
            elif field == "ends":
                assert article.text.endswith(value)
            elif field == "contains":
                assert [words for words in value if words not in article.text] == []
            elif field == "absent":
                assert [words for words in value if words in article.text] == []
            elif field == "paragraphs":
                assert len(article.text.split("\n")) == value, article.text
            elif field == "published":
                assert (article.published and article.published.isoformat()) == value
            else:
                assert getattr(article, field) == value, field


def assert_maps_back(article: gn.Article) -> None:
    """Every character that is no joint of two lines stands at its place in the page."""
    for position, character in enumerate(article.text):
        start, end = article.to_raw(position, position + 1)
        assert 0 <= start <= end <= len(article.raw)
        if article.raw[start:end] != character:
            assert character in "\n " and not article.raw[start:end].strip("\n\t \u3000\xa0\u200b\ufeff\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x85"), (position, character, article.raw[start:end])


@pytest.mark.parametrize("page", TEXT_PAGES, ids=lambda page: page["file"])
@pytest.mark.filterwarnings("ignore::govnews_nlp.reading.ReadWarning")
def test_page(page):
    path = PAGES / page["file"]
    if "error" in page:
        with pytest.raises(gn.ReadError, match=page["error"]):
            list(gn.read(path))
        return
    articles = list(gn.read(path))
    check(page, articles)
    for article in articles:
        assert article.file == str(path)
        assert_maps_back(article)


def test_kinds_of_pages():
    """The cases cover the shapes that pages come in."""
    assert len(EXPECTED) >= 80
    assert len({page["shape"] for page in EXPECTED}) >= 60


def test_text_is_unchanged_where_nothing_is_to_be_done():
    text = "3月5日，县委召开会议，县委书记林泽安主持。\n会议强调，要抓好落实。"
    (article,) = gn.read(text)
    assert article.text == text
    assert article.to_raw(0, 5) == (0, 5)


def test_order_of_days(tmp_path):
    """given, page, dateline, url, file name"""
    page = "发布时间：2023-03-06\n新华社南昌3月5日电（记者陈松涛）县长陆景行出席会议并讲话。\n"
    path = tmp_path / "2023-03-07.txt"
    path.write_text(page, "utf-8")
    assert [(str(a.published), a.published_from) for a in gn.read(path, published="2023-03-05")] == [("2023-03-05", "given")]
    assert [(str(a.published), a.published_from) for a in gn.read(path)] == [("2023-03-06", "page")]
    path.write_text(page.split("\n", 1)[1], "utf-8")
    assert [(str(a.published), a.published_from) for a in gn.read(path)] == [("2023-03-05", "dateline")]
    path.write_text("县长陆景行出席会议并讲话，要求抓好落实。\n", "utf-8")
    assert [(str(a.published), a.published_from) for a in gn.read(path)] == [("2023-03-07", "file name")]
    assert [str(a.published) for a in gn.read(path, published=lambda name: "2020-01-02")] == ["2020-01-02"]
    assert [str(a.published) for a in gn.read(path, published=r"(\d{4})-(\d\d)-(\d\d)")] == ["2023-03-07"]


def test_days_that_contradict_each_other_warn(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("会议召开\n发布时间：2023-03-06 来源：云溪日报\n县长陆景行出席会议并讲话，要求抓好落实。\n更新时间：2024-01-01\n发布日期：2022-01-01\n", "utf-8")
    with pytest.warns(gn.reading.ReadWarning, match="2023-03-06.*2022-01-01"):
        (article,) = gn.read(path)
    assert str(article.published) == "2023-03-06"


@pytest.mark.parametrize("url, day", [
    ("http://www.a.example/zw/202310/t20231019_6434697.html", "2023-10-19"), ("http://www.a.example/html/2022-06/14/content_305821.htm", "2022-06-14"),
    ("http://www.a.example/art/2023/6/6/art_81132_3744556.html", "2023-06-06"), ("http://www.a.example/system/2022/05/02/012755240.shtml", "2022-05-02"),
    ("http://www.a.example/2016/0908/61379.shtml", "2016-09-08"), ("http://www.a.example/content/201902/23/c31544.html", "2019-02-23"),
    ("http://www.a.example/2020-4/22/850-6054.htm", "2020-04-22"), ("http://www.a.example/sxscdb/20230921/908952.shtml", "2023-09-21"),
    ("http://www.a.example/content_305821.htm", None), ("http://www.a.example/info/1024/20231399.htm", None), ("http://www.a.example/", None)])
def test_day_in_url(url, day):
    from govnews_nlp.reading.days import day_in_url

    assert (lambda found: found and found.isoformat())(day_in_url(url)) == day


def test_batch_goes_on_behind_a_bad_file(tmp_path):
    (tmp_path / "a.txt").write_text("县长陆景行出席会议并讲话，要求抓好落实。", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text("县委书记林泽安主持会议，要求抓好落实。", "utf-8")
    errors = []
    articles = list(gn.reading.iter_articles(tmp_path, on_error=errors.append))
    assert [article.article_id for article in articles] == ["a#1", "c#1"]
    assert "b.txt" in str(errors[0]) and "empty" in str(errors[0])


def test_missing_file():
    with pytest.raises(FileNotFoundError, match="no_such_page.txt"):
        list(gn.read("no_such_page.txt"))
    errors = []
    assert list(gn.reading.iter_articles(["no_such_page.txt"], on_error=errors.append)) == []
    assert len(errors) == 1


def test_one_line_of_10_mb(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("县长陆景行出席会议并讲话，要求抓好落实。" * 170_000, "utf-8")
    (article,) = gn.read(path)
    assert article.text.startswith("县长陆景行") and len(article.text) == 20 * 170_000


@pytest.mark.parametrize("text", ["（" * 100_000, "记者 " * 50_000, "来源：" * 50_000, "本报讯(" * 30_000, "王李" * 60_000, "\n" * 100_000 + "会议", "2023年3月" * 30_000,
                                  "> " * 50_000, "、\n" * 20_000, "简讯\n" * 5_000, "本报讯（记者 林泽安）\n" * 3_000, "李　强\n" * 20_000])
def test_worst_case_in_time(text):
    import time

    start = time.process_time()
    list(articles_of_page(text))
    assert time.process_time() - start < 8


PIECES = st.sampled_from(["本报讯(记者 林泽安)", "新华社南昌3月5日电", "来源：", "发布时间：2023-03-05", "县委书记林泽安强调，", "要抓好落实。", "\n", "\n\n", "　　", "下转第2版", "(上接第1版)", "简讯",
                          "▲", "---", "在全市会议上强调", "责任编辑：", "相关新闻", "李　强、", "索引号", "第A06版", "\u200b", "\ue000", "\x0c", "\u2028", "（", "）", "【导语】", "王", "\ufeff", "当前位置：首页 > 新闻", "A", "1", "会(huì)"])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=300)))
@example("\ue000下转第2版\nA本报讯(记者 林泽安)")  # an article that begins with nothing to read
def test_any_text_maps_back(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for article in articles_of_page(text):
            assert article.text.strip()
            assert_maps_back(article)


@pytest.mark.parametrize("printed, day", [("2021-02-03", date(2021, 2, 3)), ("2021年2月3日", date(2021, 2, 3)), ("2021/2/3", date(2021, 2, 3)), ("2021-02", None), ("近日", None)])
def test_days_of_an_index_table_without_colons(printed, day):
    page = f"索引号\t001\t发布日期\t{printed}\n县政府召开防汛工作会议\n县长林泽安主持召开防汛工作会议，要求抓好落实。\n"
    assert [article.published for article in articles_of_page(page)] == [day]


# the case pages in traditional characters: each simplified character back to one that it stands for
TRADITIONAL = {}
for _row in load_csv("traditional"):
    if not _row["both"]:
        TRADITIONAL.setdefault(ord(_row["simplified"]), _row["traditional"])


@pytest.mark.parametrize("page", [page for page in TEXT_PAGES if "error" not in page], ids=lambda page: page["file"])
@pytest.mark.filterwarnings("ignore")
def test_traditional_script(page):
    """The same articles in both scripts, as printed, at the same offsets."""
    text = gn.reading.encodings.decode((PAGES / page["file"]).read_bytes(), page["file"])
    printed = text.translate(TRADITIONAL)
    for ours, theirs in zip(articles_of_page(text), articles_of_page(printed), strict=True):
        assert simplified(theirs.text) == simplified(ours.text) and theirs.segments == ours.segments
        assert_maps_back(theirs)
        for field in ("headline", "kicker", "subtitle", "source", "newspaper"):
            assert simplified(getattr(theirs, field) or "") == simplified(getattr(ours, field) or ""), field
        for field in ("reporters", "editors"):
            assert list(map(simplified, getattr(theirs, field))) == list(map(simplified, getattr(ours, field)))


@pytest.mark.parametrize("text, traditional", [("縣長陸景行出席會議並講話", True), ("县长陆景行出席会议并讲话", False), ("於是之出席会议", False), ("", False), ("a" * 10_000, False), ("縣", False)])
def test_script_is_detected(text, traditional):
    assert is_traditional(text) is traditional


def test_seed_page(shared):
    """Five articles of a page of a newspaper, copied with its broken lines, as annotated by hand."""
    page, gold = shared / "news" / "seed_page.txt", shared / "eval" / "gold"
    if not page.is_file() or not gold.is_dir():
        pytest.skip("needs the developers' data")
    expected = [json.loads(path.read_text("utf-8")) for path in sorted(gold.glob("xsdaily-*.json"))]
    articles = list(gn.read(page))
    for field in ("kicker", "headline", "reporters", "text"):
        assert [getattr(article, field) for article in articles] == [item[field] for item in expected]
