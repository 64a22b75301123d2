"""File formats and encodings: cases/reading has a file of each kind; bad ones name the file, the reason and the remedy."""

from __future__ import annotations

import builtins
import gzip
import json
import socket
import warnings
import zipfile

import pytest
from test_reading import EXPECTED, PAGES, check

import govnews_nlp as gn

OTHER_PAGES = [page for page in EXPECTED if not page["file"].endswith((".txt", ".md"))]


@pytest.mark.parametrize("page", OTHER_PAGES, ids=lambda page: page["file"])
@pytest.mark.filterwarnings("ignore")
def test_page(page):
    path = PAGES / page["file"]
    if "error" in page:
        with pytest.raises(gn.ReadError, match=page["error"]) as caught:
            list(gn.read(path))
        assert page["file"] in str(caught.value) and ";" in str(caught.value)
        return
    check(page, list(gn.read(path)))


@pytest.mark.parametrize("name", ["no_news.html", "not_found.html", "form.html", "english.txt"])
def test_page_without_news_warns(name):
    with pytest.warns(gn.reading.ReadWarning, match=name):
        assert list(gn.read(PAGES / name)) == []


def test_rows_without_text_warn():
    with pytest.warns(gn.reading.ReadWarning, match="1 rows without text"):
        assert len(list(gn.read(PAGES / "rows.jsonl"))) == 2


def test_crawl_without_pages_warns(tmp_path):
    (tmp_path / "cut.warc").write_bytes(b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n")
    with pytest.warns(gn.reading.ReadWarning, match="cut.warc: no web page in it"):
        assert list(gn.read(tmp_path / "cut.warc")) == []


@pytest.mark.parametrize("name, written, named", [
    ("a.csv", 'id,text\n1,"县委召开会议，\n县长陆景行主持。"\n2,\n', "lines 4"),  # a row of two lines, with the head line counted
    ("a.jsonl", '{"text": "县委召开会议。"}\n\n{"text": ""}\n', "lines 3"),
    ("a.json", '[{"text": "县委召开会议。"},\n\n{"text": ""}]', "rows 2"),
])
def test_rows_without_text_are_named_by_what_is_counted(name, written, named, tmp_path):
    (tmp_path / name).write_text(written, "utf-8")
    with pytest.warns(gn.reading.ReadWarning, match=rf"{name}: 1 rows without text .*\({named}\)"):
        assert len(list(gn.read(tmp_path / name))) == 1


@pytest.mark.parametrize("name", ["county_site.html", "epaper_frame.html", "saved_page.mhtml", "crawl.warc.gz"])
@pytest.mark.filterwarnings("ignore")
def test_nothing_is_fetched(name, monkeypatch):
    def forbidden(*arguments, **options):
        raise AssertionError("network")

    for method in ("connect", "connect_ex", "sendto"):  # not the class itself, of which libraries that are imported only now make subclasses
        monkeypatch.setattr(socket.socket, method, forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    assert list(gn.read(PAGES / name))


@pytest.mark.parametrize("name, module, extra", [("report.docx", "docx", "documents"), ("columns.pdf", "pdfplumber", "documents"), ("crawl.warc.gz", "warcio", "web")])
def test_missing_library_is_named(name, module, extra, monkeypatch):
    real = builtins.__import__

    def without(wanted, *arguments, **options):
        if wanted.split(".")[0] == module:
            raise ImportError(wanted)
        return real(wanted, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(gn.ReadError, match=rf'pip install "govnews-nlp\[{extra}\]"'):
        list(gn.read(PAGES / name))


def test_zip_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr("govnews_nlp.reading.documents.LARGEST_UNPACKED", 30_000_000)
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w", force_zip64=True) as file:
        for _ in range(4):
            file.write(b" " * 10_000_000)
    with pytest.raises(gn.ReadError, match="too large"):
        list(gn.read(path))


def test_pdf_bomb(tmp_path, monkeypatch):
    import zlib

    monkeypatch.setattr("govnews_nlp.reading.documents.LARGEST_STREAM", 5_000_000)
    monkeypatch.setattr("govnews_nlp.reading.documents.SUSPECT", 1_000)
    packed = zlib.compress(b" " * 20_000_000)
    path = tmp_path / "bomb.pdf"
    path.write_bytes(b"%PDF-1.4\n4 0 obj\n<< /Length " + str(len(packed)).encode() + b" /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n")
    with pytest.raises(gn.ReadError, match="unpacks to more than"):
        list(gn.read(path))


def test_deep_html(tmp_path):
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 20_000 + "县长陆景行出席会议并讲话，要求抓好落实，确保完成全年目标任务。" + "</div>" * 20_000, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        list(gn.read(path))


def test_deep_json(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000, "utf-8")
    with pytest.raises(gn.ReadError, match="JSON"):
        list(gn.read(path))


def test_broken_lines_of_jsonl_are_passed_over(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"text": "县长陆景行出席会议。"}) + "\n{broken\n" + json.dumps({"text": "县委书记林泽安讲话。"}) + "\n", "utf-8")
    with pytest.warns(gn.reading.ReadWarning, match="lines 2"):
        assert [article.text for article in gn.read(path)] == ["县长陆景行出席会议。", "县委书记林泽安讲话。"]


def test_main_text_beside_short_texts_of_other_news(tmp_path, monkeypatch):
    """A stretch that says its day and source needs no search where all other texts are short."""
    side = "".join(f'<h4><a href="{n}.html">白云镇开展第{n}次安全生产检查工作</a><span>2023-05-0{n}</span></h4><div>白云镇组织人员深入企业开展检查。</div>' for n in range(1, 9))
    body = "".join(f"<p>县长陆景行在第{n}个点位检查，要求把各项工作抓实抓细，确保按时完成全年任务。</p>" for n in range(6))
    path = tmp_path / "page.html"
    path.write_text(f'<meta charset=utf-8><ul><li><a href="/">首页</a></ul><h1>陆景行检查工作</h1><div>发布时间：2023-05-09 来源：云溪日报</div><div class="x">{body}</div>{side}', "utf-8")
    monkeypatch.setattr("govnews_nlp.reading.web._main_text", lambda tree: pytest.fail("searched"))
    (article,) = gn.read(path)
    assert article.text.startswith("县长陆景行在第0") and article.text.endswith("全年任务。") and "白云镇" not in article.text
    assert (article.headline, str(article.published), article.source) == ("陆景行检查工作", "2023-05-09", "云溪日报")


PACKED = {"txt": "会议召开\n本报讯（记者 贺知秋）3月4日，县长陆景行出席会议，要求抓好落实。", "md": "# 会议召开\n\n3月4日，县长陆景行出席会议，要求抓好落实。",
          "html": "<meta charset=utf-8><h1>会议召开</h1><p>3月4日，县长陆景行出席会议，要求抓好落实。</p>", "csv": "text,headline\n县长陆景行出席会议。,会议召开",
          "json": '[{"text": "县长陆景行出席会议。", "headline": "会议召开"}]', "jsonl": '{"text": "县长陆景行出席会议。", "headline": "会议召开"}\n'}


@pytest.mark.parametrize("ending", PACKED)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_packed_with_gzip(ending, encoding, tmp_path):
    data = PACKED[ending].replace("utf-8", encoding).encode(encoding)
    (tmp_path / f"page.{ending}").write_bytes(data)
    (tmp_path / f"page.{ending}.gz").write_bytes(gzip.compress(data))
    plain, packed = ([(a.article_id, a.headline, a.text, a.reporters) for a in gn.read(tmp_path / name)] for name in (f"page.{ending}", f"page.{ending}.gz"))
    assert plain == packed and len(plain) == 1 and plain[0][0] == "page#1"
    assert len(list(gn.read(tmp_path))) == 2


def test_gzip_that_is_none(tmp_path):
    good = gzip.compress(PACKED["txt"].encode())
    for name, data, message in (("a.txt.gz", good[:60], "broken gzip"), ("b.jsonl.gz", b"{}", "broken gzip"), ("c.txt", good, "add .gz to its name"), ("d.tar.gz", good, "unpack it")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(gn.ReadError, match=message):
            list(gn.read(tmp_path / name))


def test_encoding_that_the_user_gives(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes("县长陆景行出席会议，要求抓好落实。".encode("gb18030"))
    assert [article.text for article in gn.read(path, encoding="gb18030")] == ["县长陆景行出席会议，要求抓好落实。"]
    with pytest.raises(gn.ReadError, match="not utf-8"):
        list(gn.read(path, encoding="utf-8"))


def test_large_csv_streams(tmp_path):
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("text,title\n")
        for number in range(5_000):
            file.write(f"县长陆景行出席第{number}次会议。,会议{number}\n")
    articles = gn.read(path)
    assert next(articles).headline == "会议0"
    assert sum(1 for _ in articles) == 4_999


@pytest.mark.parametrize("page", EXPECTED, ids=lambda page: page["file"])
def test_half_a_file(page, tmp_path):
    """A file that broke off in the download: articles, a warning or a ReadError, nothing else."""
    path = tmp_path / page["file"]
    data = (PAGES / page["file"]).read_bytes()
    for part in (len(data) // 2, len(data) - 3):
        path.write_bytes(data[: max(part, 0)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                list(gn.read(path))
            except gn.ReadError as error:
                assert page["file"] in str(error)


@pytest.mark.parametrize("suffix", gn.reading.SUFFIXES)
@pytest.mark.filterwarnings("ignore")
def test_noise(suffix, tmp_path):
    import random

    noise = random.Random(1)
    path = tmp_path / f"noise{suffix}"
    for data in (noise.randbytes(3_000), bytes(noise.choices(b"<>{}[]\"',:;\n\t abc0123", k=3_000)), "县长，。<p>\n{\"\x00".encode() * 50):
        path.write_bytes(data)
        try:
            list(gn.read(path))
        except gn.ReadError as error:
            assert path.name in str(error)
