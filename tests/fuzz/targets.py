"""Targets of coverage-guided fuzzing: python tests/fuzz/targets.py TARGET [libFuzzer's options] [folder for what it finds].

No exception but ours, offsets that hold. atheris (pip install atheris) gives the bytes; most of them choose words of news and
hostile characters, so that the grammars are reached. tests/fuzz/test_fuzz.py runs each for some seconds; let one run for hours by
    python tests/fuzz/targets.py dates -max_total_time=7200 found/
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from datetime import date
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))

with atheris.instrument_imports(include=["govnews_nlp"]):
    import govnews_nlp as gn
    from govnews_nlp.article import well_formed
    from govnews_nlp.components import dates, events, meetings, officials, places, slogans, statements  # noqa: F401  (instrumented)
    from govnews_nlp.lexicon import LexiconError, check, load_csv, load_toml
    from govnews_nlp.officials.posts import post_resolver
    from govnews_nlp.officials.titles import title_grammar
    from govnews_nlp.reading import UNFORESEEN, ReadError
    from govnews_nlp.timex import expressions, parse

from test_robustness import HOSTILE, LEXICONS, NEWS_WORDS, SUFFIXES, check_offsets

DATE_WORDS = ["年", "月", "日", "至", "—", "-", "～", "上", "下", "旬", "底", "初", "周", "星期", "第", "季度", "世纪", "年代", "今", "明", "去", "昨", "前", "后", "以来", "之前", "来", "期间", "时", "分", "点",
              "半", "上午", "晚", "春节", "国庆", "农历", "腊月", "十四五", "十", "二", "〇", "廿", "两", "多", "近", "约", "0", "1", "2", "9", "20", "2022", "1949", "99999", ".", "/", "个", "天", "每", "逢"]
TITLE_WORDS = ["省", "市", "县", "区", "镇", "委", "政府", "人大", "政协", "常委会", "副", "代", "原", "兼", "党组", "书记", "主任", "主席", "局长", "部长", "公安", "纪委监委", "萧山", "兵团", "第八师", "中共", "中央",
               "法国", "总统", "成员", "（", "）", "、", "兼任", "集团", "大学", "办公室", "组织部"]
TOML = ["[", "]", "words", "posts", " = ", '"', '"""', "\n", ",", "{", "}", "1", "true", "书记 市长", "text,kind\n", "slogan,text\n", "\ufeff", "\x00", "[[x]]", "#", "'"]


def text_of(data: bytes, words: list[str]) -> str:
    given, pieces = atheris.FuzzedDataProvider(data), []
    while given.remaining_bytes():
        choice = given.ConsumeIntInRange(0, len(words))
        pieces.append(words[choice] if choice < len(words) else chr(given.ConsumeIntInRange(0, sys.maxunicode)))
    return "".join(pieces)


FOLDER = tempfile.TemporaryDirectory()
PAGE = Path(FOLDER.name)


def fuzz_read(data: bytes) -> None:
    path = PAGE / f"page{SUFFIXES[data[0] % len(SUFFIXES)] if data else '.txt'}"
    as_text = len(data) > 1 and data[1] % 2
    path.write_bytes(text_of(data[2:], NEWS_WORDS + HOSTILE).encode("utf-8", "surrogatepass") if as_text else data[2:])
    try:
        for article in gn.read(path):
            article.text.encode()
    except ReadError as error:
        if UNFORESEEN in str(error):
            raise


def fuzz_dates(data: bytes) -> None:
    text = well_formed(text_of(data, DATE_WORDS))  # as every Article's
    for reference in (None, date(2022, 4, 3)):
        for found in expressions(text, reference):
            assert text[found.start : found.end] == found.text
        parse(text, reference)


def fuzz_titles(data: bytes) -> None:
    text = well_formed(text_of(data, TITLE_WORDS))
    grammar, posts = title_grammar(), post_resolver()
    for head in grammar.heads(text):
        assert 0 <= grammar.start(text, head, 0) <= head.start < head.end <= len(text)
    body, position = grammar.split(text)
    assert body + position == text
    posts.is_foreign(text)
    article = gn.Article(text=text, published="2022-04-03", region="浙江省杭州市萧山区" if len(data) % 2 else None)
    posts.resolve([(title, 0) for title in text.split("、") if title], article, "林知远")


RULES = []


def fuzz_extract(data: bytes) -> None:
    if not RULES:
        RULES.append(gn.load(ner="rules"))
    half = len(data) // 3
    article = gn.Article(text=text_of(data[half:], NEWS_WORDS + HOSTILE), headline=text_of(data[:half], NEWS_WORDS) or None, published="2022-04-03")
    tables = gn.extract([article], nlp=RULES[0])
    assert not tables.failures, tables.failures
    check_offsets(tables)


def fuzz_lexicons(data: bytes) -> None:
    name = LEXICONS[data[0] % len(LEXICONS)] if data else LEXICONS[0]
    for old in PAGE.iterdir():
        old.unlink()
    (PAGE / name).write_bytes(text_of(data[2:], TOML).encode("utf-8", "surrogatepass") if len(data) > 1 and data[1] % 4 else data[2:])
    problems = list(check(PAGE))
    assert all(name in str(problem) and problem.fix for problem in problems)
    load = load_toml if name.endswith(".toml") else load_csv
    load.cache_clear()
    try:
        load(name.partition(".")[0], str(PAGE))
    except LexiconError as error:
        assert problems, error


TARGETS = {name.removeprefix("fuzz_"): target for name, target in list(globals().items()) if name.startswith("fuzz_")}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
