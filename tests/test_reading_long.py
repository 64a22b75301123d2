"""Text files that are longer than memory: read in parts, with the articles of the whole file, in flat memory."""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
from pathlib import Path

import pytest

import govnews_nlp as gn
from govnews_nlp.reading.layout import articles_of_page
from govnews_nlp.reading.parts import PART, articles_of_parts

NAMES = ("林泽安", "陆景行", "贺知秋", "白若溪", "江晚舟", "温以宁", "宋云笺", "沈书瑶")
DOINGS = ("主持召开全市春季防汛工作会议，要求守牢安全底线", "调研重点项目建设，强调要挂图作战", "带队检查节前安全生产", "出席项目集中开工仪式并宣布开工")


def newspaper(pages: int, seed: int, paragraphs: int = 3) -> str:
    """Pages of an invented newspaper one after another: heads, articles, columns of short news, continuations."""
    chance = random.Random(seed)
    parts = []
    for number in range(pages):
        parts.append(f"云溪日报 2023年{number % 12 + 1}月{number % 28 + 1}日 第0{number % 8 + 1}版\n\n")
        for article in range(chance.randint(2, 5)):
            first, second, reporter = chance.sample(NAMES, 3)
            parts.append(f"{first}{chance.choice(('调研项目建设', '检查防汛工作', '主持召开会议'))}第{article}次\n本报讯（记者 {reporter}）{number % 12 + 1}月{number % 28 + 1}日，市委书记{first}{chance.choice(DOINGS)}。市长{second}参加。\n")
            parts.extend(f"　　{first}指出，{chance.choice(DOINGS)}，进一步压实责任，把各项任务落到实处，推动高质量发展再上新台阶。\n" for _ in range(paragraphs))
            parts.append("\n")
        if number % 3 == 0:
            parts.append("全市河长制工作会议召开\n本报讯（记者 林知秋）昨日，全市河长制工作会议召开，市长陆望舒出席会议并（下转第3版）\n\n")
            parts.append("城区新增绿地十二处\n本报讯（记者 白若溪）近日，城区新增绿地十二处，受到市民欢迎。\n\n（上接第1版）讲话，要求把责任落实到每一条河。\n\n")
        if number % 4 == 0:
            parts.append("简讯\n▲柳河镇开展技能培训，受训群众三百余人。\n▲东塘乡举办读书活动，两百名学生参加。\n\n")
    return "".join(parts)


def fields(article: gn.Article) -> tuple:
    return article.headline, article.text, article.published, article.newspaper, article.reporters


@pytest.mark.parametrize("part", [4_000, 11_000, 40_000])
def test_parts_give_the_articles_of_the_whole(part):
    text = newspaper(60, seed=part)
    articles = list(articles_of_parts(io.StringIO(text), "text", part))
    assert list(map(fields, articles)) == list(map(fields, articles_of_page(text)))
    assert any("并讲话，要求把责任" in article.text for article in articles)
    for article in articles[:: len(articles) // 20]:
        start, end = article.to_raw(0, 8)
        assert article.raw[start:end] == article.text[:8]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_long_file(tmp_path, monkeypatch, encoding):
    """Beyond the size from which on files are read in parts; numbered through, whatever the encoding."""
    monkeypatch.setattr("govnews_nlp.reading.formats.LONG_TEXT", 1_000_000)
    text = newspaper(500, seed=5, paragraphs=14)
    assert len(text) > PART
    path = tmp_path / "years.txt"
    path.write_bytes(text.encode(encoding))
    articles = list(gn.read(path))
    assert [article.article_id for article in articles] == [f"years#{number}" for number in range(1, len(articles) + 1)]
    assert len(articles) == text.count("本报讯") + text.count("▲")
    assert {article.newspaper for article in articles} == {"云溪日报"}


def test_article_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr("govnews_nlp.reading.parts.LARGEST_ARTICLE", 30_000)
    text = "县长陆景行出席会议并讲话，要求抓好落实。\n" * 5_000
    with pytest.raises(gn.ReadError, match="no article ends"):
        list(articles_of_parts(io.StringIO(text), "text", 10_000))


def test_long_file_without_chinese(tmp_path):
    path = tmp_path / "log.txt"
    path.write_text("GET /index.html 200\n" * 300_000, "utf-8")
    with pytest.warns(gn.reading.ReadWarning, match="no Chinese"):
        assert list(gn.read(path)) == []


ENDLESS = "县长陆景行出席会议并讲话，要求抓好落实"
ROW = '{"text": "县长陆景行出席会议。"}\n'
BOMBS = [
    ("line.txt", ENDLESS * 70_000, "a line of more than"),
    ("line.txt.gz", ENDLESS + "。\n" + "a" * 1_300_000, "a line of more than"),
    ("line.jsonl", ROW + "a" * 150_000, "a line of more than"),
    ("line.jsonl.gz", ROW + "a" * 150_000, "a line of more than"),
    ("head.csv", "text," * 30_000, "a line of more than"),
    ("cell.csv", 'text,kicker\n"' + "县长出席会议\n" * 20_000, "line .*: "),
    ("row.csv.gz", "text,kicker\n" + '"县长\n出席",' * 20_000, "line .*: a row of more than"),
    ("lines.txt.gz", ENDLESS + "。\n" + (" " * 5_000 + "\n") * 500, "it unpacks to more than"),
    ("values.json", "[" + "{}," * 10_000 + "{}]", "JSON with more than"),
    ("page.md", "# 县长出席会议\n" + (ENDLESS + "。\n") * 3_000, "too many for one page"),
    ("page.html.gz", "<p>" + ENDLESS * 100_000, "too large for one page"),
    ("head.warc", "WARC/1.0\r\nWARC-Type: response\r\nX: " + "a" * 150_000, "headers of more than"),
    ("heads.warc.gz", "WARC/1.0\r\nWARC-Type: response\r\n" + "X: a\r\n" * 30_000, "headers of more than"),
]


@pytest.mark.parametrize("name, text, reason", BOMBS, ids=[name for name, _, _ in BOMBS])
def test_what_does_not_end_is_refused(name, text, reason, tmp_path, monkeypatch):
    """The file and a remedy are named; the bounds are made small, so that the test is."""
    for bound, size in {"encodings.LONGEST_LINE": 100_000, "rows.LONGEST_LINE": 100_000, "rows.MOST_VALUES": 10_000, "formats.LARGEST_ARTICLE": 50_000, "formats.LONG_TEXT": 10_000,
                        "encodings.LARGEST_UNPACKED": 2_000_000, "encodings.MOST_UNPACKED": 2, "archives.LARGEST_HEAD": 100_000}.items():
        monkeypatch.setattr(f"govnews_nlp.reading.{bound}", size)
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    with pytest.raises(gn.ReadError, match=reason) as refused:
        list(gn.read(path))
    assert str(refused.value).startswith(f"{path}: ") and "; " in str(refused.value)


PEAK = """
import re, sys
from pathlib import Path
import govnews_nlp as gn
try:
    print(sum(1 for _ in gn.read(sys.argv[1])), "articles")
except gn.ReadError as error:
    print(error)
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory as Linux counts it")
@pytest.mark.parametrize("name", ["line.txt.gz", "line.jsonl.gz"])
def test_memory_of_what_does_not_end(name, tmp_path):
    """Files of 300 million characters, within half a gigabyte."""
    path = tmp_path / name
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(ROW if ".jsonl" in name else ENDLESS + "。\n")
        for _ in range(300):
            file.write(ENDLESS * (1_000_000 // len(ENDLESS)))
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    *_, said, peak = done.stdout.splitlines()
    assert said.startswith(str(path)) and int(peak) < 500, done.stdout


MEASURED = """
import re, sys
from pathlib import Path
import govnews_nlp as gn
count, grown = 0, []
for article in gn.read(sys.argv[1]):
    count += 1
    if count % 2_000 == 0:
        # not getrusage: its peak counts the test's own process before the new one was loaded into it
        grown.append(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
print(count, grown[len(grown) // 4], grown[-1])
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory as Linux counts it")
def test_200_mb_in_flat_memory(tmp_path: Path):
    """A process that reads 200 MB of plain text has its peak (in MB) in the first quarter, and a small one."""
    block = newspaper(500, seed=9, paragraphs=20)
    size = len(block.encode())
    path = tmp_path / "decades.txt"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(200_000_000 // size + 1):
            file.write(block)
    assert path.stat().st_size > 200_000_000
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True)
    count, early, last = map(int, done.stdout.split())
    assert count > 50_000
    assert last < early + 30, (early, last)
    assert last < 400
