"""What the README shows is so: its Python runs, its rows come out of the sample page, its columns are the schema's."""

import re
import sys
from pathlib import Path

import pytest

import govnews_nlp as gn

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_example_runs(tmp_path, monkeypatch):
    code = re.search(r"```python\n(.+?)```", README, re.S)[1]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    names: dict = {}
    exec(compile(code, "README.md", "exec"), names)
    assert len(names["tables"].articles) == 12 and (tmp_path / "out.xlsx").is_file() and len(names["who"])


@pytest.fixture(scope="module")
def page(nlp):
    return gn.extract(ROOT / "data/samples/pages/江阳日报_2023-05-10.txt", nlp=nlp)


def test_the_rows_shown_come_out(page):
    def rows(table, *columns):
        return set(map(tuple, page[table][page[table]["article_id"] == "江阳日报_2023-05-10#1"][list(columns)].astype(str).to_numpy()))

    shown = [[cell.strip() for cell in line.strip("|").split("|")] for line in README.splitlines() if re.match(r"\| (梁思远|顾海生|韩启明|全市防汛)", line)]
    officials = [line for line in shown if len(line) == 8]
    assert len(officials) == 4
    assert {tuple(line[:5]) for line in officials} <= rows("officials", "person", "title", "title_full", "level", "adcode")
    assert {tuple(line[6:]) for line in officials} <= rows("participants", "person", "role")
    meeting = next(line for line in shown if line[0].startswith("全市防汛"))
    assert tuple(meeting[:6]) in rows("meetings", "name", "status", "date_start", "part_of_day", "place", "format")
    assert tuple(meeting[7:]) in rows("slogans", "text", "kind", "speaker")
    assert tuple(next(line for line in shown if len(line) == 3)) in rows("statements", "speaker", "verb", "content")


def test_the_columns_are_the_schemas(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    columns = __import__("columns")
    for name in columns.PAGES:
        assert columns.page(name) == (ROOT / name).read_text("utf-8"), f"run python docs/columns.py --write: {name}"
    sys.modules.pop("columns", None)
