"""Whatever comes in: no exception but ours, offsets that hold, nothing outside the folder, cost that grows with the length."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import govnews_nlp as gn
from govnews_nlp.lexicon import BUILT_IN, LexiconError, check
from govnews_nlp.reading import UNFORESEEN
from govnews_nlp.schema import SCHEMA

PAGES = Path(__file__).parent / "cases/reading"
NEWS = "3日上午，江阳区召开平安建设推进会，区委书记林知远出席会议并讲话。\n林知远强调，要深化“三清一亮”行动，守牢安全底线。副区长高明主持。"
# what surface column holds text[start:end]
SURFACE = {"mentions": "text", "dates": "text", "places": "text", "slogans": "text", "officials": "person", "participants": "person",
           "events": "sentence", "statements": "content"}
HOSTILE = ["𠮷", "😀", "👨\u200d👩\u200d👧", "e\u0301\u0301\u0301", "\u0301", "\x00", "\x1b[31m", "\u202e", "\u2066", "\u200b", "\ufeff", "\ufe0f", "\uffff", "\ue000", "\U000e0041",
           "\ud800", "\udfff", "\ud83d\ude00", "\r\n", "\r", "\x0b", "\u2028", "\u0085", "３日", "２０２２年", "ＡＢＣ", "區委書記", "召開會議", "⺀", "㊗", "ﬁ", "=1+1", "<b>&lt;", "{{x}}", "%s%n", "\\", "'\""]
NEWS_WORDS = ["区委书记", "林知远", "高明", "副区长", "强调", "会见", "召开", "平安建设推进会", "在", "江阳区", "3日上午", "2022年", "“", "”", "、", "，", "。", "（", "《", "》", "和", "任命", "为", "\n", "　　", "原", "兼"]
TEXTS = st.lists(st.sampled_from(HOSTILE + NEWS_WORDS), max_size=50).map("".join) | st.text(st.characters(categories=("L", "M", "N", "P", "S", "Z", "C")), max_size=120)
quiet = pytest.mark.filterwarnings("ignore")


def check_offsets(tables: gn.EventTables) -> None:
    texts = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
    for name, column in SURFACE.items():
        for row in tables[name].dropna(subset=["start"]).itertuples():
            assert 0 <= row.start <= row.end <= len(texts[row.article_id])
            assert texts[row.article_id][row.start : row.end] == getattr(row, column), (name, row)


# ---------------------------------------------------------------- any text

@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.none() | TEXTS)
def test_any_text_gives_tables_that_can_be_written(rules, tmp_path_factory, text, headline):
    tables = gn.extract([gn.Article(text=text, headline=headline, published="2022-04-03", article_id=headline)], nlp=rules).validate()
    assert not tables.failures and len(tables.articles["text"].iloc[0]) == len(text)
    check_offsets(tables)
    folder = tmp_path_factory.mktemp("out")
    assert gn.EventTables.read_parquet(tables.to_parquet(folder)).equals(tables)
    assert gn.EventTables.read_jsonl(tables.to_jsonl(folder)).equals(tables)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_with_the_model(nlp, text):
    check_offsets(gn.extract([gn.Article(text=text, published="2022-04-03")], nlp=nlp))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@quiet
def test_any_page_is_read(text):
    try:
        articles = list(gn.read("会议。\n" + text))
    except gn.ReadError:
        return
    for article in articles:
        article.text.encode()  # no lone surrogates
        assert all(0 <= a <= b <= len(article.raw) for a, b in [article.to_raw(0, len(article.text))])


def test_lone_surrogates_become_replacement_characters(rules, tmp_path):
    text = NEWS.replace("林知远", "林知远\ud800") + "\udfff"
    article = gn.Article(text=text, headline="标\udc80题", article_id="id\udc80", reporters=["记\udc80者"], published="2022-04-03")
    assert article.text == text.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd") and len(article.text) == len(text)
    tables = gn.extract([article], nlp=rules)
    assert tables.articles[["article_id", "headline", "reporters"]].iloc[0].tolist() == ["id\ufffd", "标\ufffd题", "记\ufffd者"]
    check_offsets(tables)
    assert rules(text).text == article.text
    gn.show(rules(text), jupyter=False).encode()
    for form, name in (("parquet", "p"), ("csv", "c"), ("jsonl", "j"), ("excel", "t.xlsx"), ("sqlite", "t.db")):
        path = getattr(tables, f"to_{form}")(tmp_path / name)
        assert getattr(gn.EventTables, f"read_{form}")(path).officials.equals(tables.officials)


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are not UTF-8")
def test_file_names_that_are_not_utf8(tmp_path):
    """Names in GB18030, as old archives unpack them."""
    from typer.testing import CliRunner

    from govnews_nlp.cli import app

    folder = tmp_path / "pages"
    folder.mkdir()
    name = os.fsdecode("新闻.txt".encode("gb18030"))
    (folder / name).write_text(NEWS, "utf-8")
    (folder / ("x" + name)).write_bytes(b"")
    result = CliRunner().invoke(app, ["extract", str(folder), "-o", str(tmp_path / "out"), "--ner", "rules", "-q"])
    assert result.exit_code == 1 and result.exception.__class__ is SystemExit, result.exception
    tables = gn.EventTables.read_parquet(tmp_path / "out")
    assert len(tables.articles) == 1 and "\ufffd" in tables.articles["article_id"].iloc[0]
    shown = CliRunner().invoke(app, ["show", str(folder / name), "-o", str(tmp_path / "page.html"), "--ner", "rules"])
    assert shown.exit_code == 0, shown.exception


# ---------------------------------------------------------------- any bytes

SUFFIXES = (".txt", ".md", ".html", ".mhtml", ".json", ".jsonl", ".csv", ".warc.gz", ".docx", ".pdf", ".parquet", ".unknown")


def read_or_refuse(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for article in gn.read(path):
                article.text.encode()
        except gn.ReadError as error:
            assert path.name in str(error) and ";" in str(error)  # file, reason, remedy
            assert UNFORESEEN not in str(error), error.__cause__


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200) | TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | TEXTS.map(lambda text: text.encode("gb18030", "ignore")), st.sampled_from(SUFFIXES))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data, suffix):
    path = tmp_path_factory.mktemp("read") / f"page{suffix}"
    path.write_bytes(data)
    read_or_refuse(path)


SAMPLES = sorted(path for path in PAGES.iterdir() if path.is_file() and path.stat().st_size < 200_000)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(PAGES / "saved_page.mhtml", [(0.171875, b"\xff")], 1.0)  # inside an address
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.floats(0, 1), st.sampled_from([b"", b"\x00", b"\xff", b"<", b'"', b"(", b"\n", b"99999999", b"\xed\xa0\x80"])), max_size=6), st.floats(0, 1))
def test_broken_files_are_read_or_refused(tmp_path_factory, sample, changes, length):
    """Real files of every format with bytes put in or taken out, and cut off."""
    data = bytearray(sample.read_bytes())
    for where, what in changes:
        at = int(where * len(data))
        data[at : at + 3] = what
    path = tmp_path_factory.mktemp("broken") / sample.name
    path.write_bytes(data[: int(len(data) * (1 if length > 0.5 else 2 * length))])
    read_or_refuse(path)


# ---------------------------------------------------------------- other processes

def some_articles(count: int = 6) -> list[gn.Article]:
    texts = (NEWS, NEWS.replace("区委书记", "區委書記"), "副区长龙飞在江阳区调研。")
    return [gn.Article(text=texts[number % 3], article_id=str(number), published="2022-04-03") for number in range(count)]


@pytest.mark.parametrize("pipeline", ["rules", "nlp"])
def test_a_pipeline_is_pickled(pipeline, request):
    nlp = request.getfixturevalue(pipeline)
    expected = gn.extract(some_articles(), nlp=nlp)  # whatever it was used for before
    again = pickle.loads(pickle.dumps(nlp))
    assert gn.extract(some_articles(), nlp=again).equals(expected) and len(expected.officials) > 6
    for name, component in nlp.pipeline:
        doc = pickle.loads(pickle.dumps(component))(nlp(NEWS))
        assert doc.text == NEWS, name


def test_a_pickled_component_keeps_its_config(tmp_path):
    (tmp_path / "slogans.csv").write_text("slogan\n九龙行动\n", "utf-8")
    nlp = gn.load(ner="rules", lexicons=tmp_path, script="simplified")
    again = pickle.loads(pickle.dumps(nlp))
    assert [(name, component.config()) for name, component in again.pipeline] == [(name, component.config()) for name, component in nlp.pipeline]
    text = "林知远强调，要推进九龙行动。"
    assert [slogan.slogan for slogan in again(text)._.slogans] == [slogan.slogan for slogan in nlp(text)._.slogans] == ["九龙行动"]


@pytest.mark.slow
def test_worker_processes_that_are_spawned(nlp):
    """As on macOS and Windows, where nothing is inherited."""
    expected = gn.extract(some_articles(), nlp=nlp)
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("spawn", force=True)
    try:
        assert gn.extract(some_articles(), nlp=nlp, n_process=2, batch_size=2).equals(expected)
    finally:
        multiprocessing.set_start_method(before, force=True)


@quiet
@pytest.mark.parametrize("n_process", [1, 2])
def test_articles_that_fail_are_listed_whatever_the_processes(n_process, fails_on_dragons):
    """And the pipeline raises its errors again afterwards."""
    for _ in range(2):
        tables = gn.extract(some_articles(8), nlp=fails_on_dragons, n_process=n_process, batch_size=2)
        assert tables.articles["article_id"].tolist() == ["0", "1", "3", "4", "6", "7"]
        assert tables.failures == [(number, "fails_on_dragons: ValueError: no dragons") for number in "25"]
    with pytest.raises(ValueError, match="no dragons"):
        list(fails_on_dragons.pipe(["龙"]))


# ---------------------------------------------------------------- files are data

@pytest.mark.parametrize("article_id", ["../../x", "/etc/passwd", "..\\..\\x", "a/../../b", "con", "x\x00y", "~/x", "", " ", "a" * 5_000])
def test_no_article_id_becomes_a_path(rules, tmp_path, article_id):
    tables = gn.extract([gn.Article(text=NEWS, article_id=article_id)], nlp=rules)
    inner = tmp_path / "a/b/c"
    inner.mkdir(parents=True)
    for form in ("parquet", "csv", "jsonl"):
        getattr(tables, f"to_{form}")(inner / form)
    tables.to_excel(inner / "t.xlsx")
    tables.to_sqlite(inner / "t.db")
    found = {path.relative_to(inner).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {f"{form}/{name}.{form}" for form in ("parquet", "csv", "jsonl") for name in SCHEMA} | {"t.xlsx", "t.db"}
    assert gn.EventTables.read_parquet(inner / "parquet").equals(tables)


def test_markup_in_ids_and_names_is_escaped(rules):
    article = gn.Article(text=NEWS + "<script>alert(1)</script>", article_id='"><script>x', headline="<img src=x onerror=y>", newspaper="<u>", region="江阳区")
    doc = rules.make_doc(article.text)
    doc._.article = article
    html = gn.show(rules(doc), jupyter=False)
    assert not any(tag in html for tag in ("<script", "<img", "<u>"))


ENTITIES = '<!DOCTYPE d [<!ENTITY secret SYSTEM "file://{secret}"><!ENTITY a "区委书记"><!ENTITY b "{a}"><!ENTITY c "{b}"><!ENTITY d "{c}"><!ENTITY e "{d}"><!ENTITY f "{e}">]>'
ENTITIES = ENTITIES.replace("{a}", "&a;" * 60).replace("{b}", "&b;" * 60).replace("{c}", "&c;" * 60).replace("{d}", "&d;" * 60).replace("{e}", "&e;" * 60)


@pytest.mark.parametrize("entity", ["&secret;", "&f;"], ids=["a file", "a bomb"])
@pytest.mark.parametrize("form", ["html", "docx"])
@quiet
def test_entities_are_not_followed(tmp_path, form, entity):
    secret = tmp_path / "secret"
    secret.write_text("秘密", "utf-8")
    declared = ENTITIES.replace("{secret}", str(secret))
    path = tmp_path / f"page.{form}"
    if form == "html":
        path.write_text(f"<?xml version='1.0'?>{declared}<html><body><p>{NEWS}{entity}</p><p>{NEWS}</p></body></html>", "utf-8")
    else:
        pytest.importorskip("docx")
        import docx

        document = docx.Document()
        document.add_paragraph(NEWS + "HERE")
        document.save(tmp_path / "plain.docx")
        with zipfile.ZipFile(tmp_path / "plain.docx") as plain, zipfile.ZipFile(path, "w") as evil:
            for item in plain.namelist():
                data = plain.read(item)
                if item == "word/document.xml":
                    head, body = data.decode().split("?>", 1)
                    data = (head + "?>" + declared + body.replace("HERE", entity)).encode()
                evil.writestr(item, data)
    try:
        articles = list(gn.read(path))
    except gn.ReadError:
        return
    assert all("秘密" not in article.text and len(article.text) < 1_000 for article in articles)


# ---------------------------------------------------------------- lexicons

LEXICON_BYTES = st.binary(max_size=60) | TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.lists(st.sampled_from(
    [b"[", b"]", b"posts", b"surnames", b" = ", b'"""', b'"', b"[[x]]", b"\n", b",", b"1", b"{", b"}", "书记 市长".encode(), b"words", b"true", b"text,kind\n", b"slogan,text\n"]), max_size=20).map(b"".join)
LEXICONS = sorted({path.name.removesuffix(".gz") for path in BUILT_IN.iterdir() if path.suffix in (".toml", ".csv", ".gz")})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(LEXICONS), LEXICON_BYTES)
def test_any_lexicon_is_checked(tmp_path_factory, name, data):
    folder = tmp_path_factory.mktemp("lexicons")
    (folder / name).write_bytes(data)
    for problem in check(folder):
        assert name in str(problem) and problem.fix


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([name for name in LEXICONS if name.endswith("toml")]), LEXICON_BYTES)
def test_a_pipeline_loads_with_it_or_names_the_fault(tmp_path_factory, name, data):
    folder = tmp_path_factory.mktemp("lexicons")
    (folder / name).write_bytes(data)
    try:
        nlp = gn.load(ner="rules", lexicons=folder)
    except LexiconError as error:
        assert name in str(error)
        return
    nlp(NEWS)


@pytest.mark.parametrize(("rows", "fault"), [("count,word\n5,高峰\n", "words.csv:1: start the file with the line word,count"),
                                             ("word,count\n高峰\n", "words.csv:2: 2 cells expected")])
def test_a_users_words_want_their_columns(tmp_path, rows, fault):
    (tmp_path / "words.csv").write_text(rows, "utf-8")
    with pytest.raises(LexiconError, match=fault):
        gn.load(ner="rules", lexicons=tmp_path)


# ---------------------------------------------------------------- cost

PATTERNS = ["区委书记", "林知远、", "区委书记林知远、", "强调", "林知远强调，", "会议指出，", "“", "“三清一亮”", "（", "《", "3日", "2022年3月", "至", "江阳区", "平安建设推进会",
            "召开会议", "、", "，", "。", "\n", "副", "林", "一", "1", "A", " ", "　", "\x00", "𠮷", "\u0301", "省委副书记、省长、", "任命林知远为", "会见", "在江阳区调研，",
            "党的二十大精神", "路", "县县", "10时30分", "“一", "”“", "中国" , "组织部部长", "等"]


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_whole_pipeline_grows_with_the_length(rules, pattern):
    """Four times the text takes at most about four times the time, whatever the line."""

    def seconds(length: int) -> float:
        text = (pattern * (length // len(pattern) + 1))[:length]
        start = time.process_time()
        rules(text)
        return time.process_time() - start

    seconds(1_000)
    small = min(seconds(25_000) for _ in range(2))
    assert seconds(100_000) < 7 * small + 0.5


def test_csv_spells_booleans_as_r_and_spreadsheets_do(rules, tmp_path):
    tables = gn.extract([gn.Article(text="区委书记林知远、副区长兼公安局局长高明参加会议。", published="2022-04-03")], nlp=rules)
    assert set(tables.officials["concurrent"]) == {False, True}
    folder = tables.to_csv(tmp_path / "csv")
    assert gn.EventTables.read_csv(folder).equals(tables)
    assert {line.split(",")[8] for line in (folder / "officials.csv").read_text("utf-8-sig").splitlines()[1:]} == {"FALSE", "TRUE"}
