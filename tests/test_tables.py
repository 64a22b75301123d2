"""EventTables: types, empty tables, concatenation, unique keys, every format and back."""

import pickle

import pandas as pd
import pytest

import govnews_nlp as gn
from govnews_nlp.frames import empty, validate
from govnews_nlp.schema import KEYS, SCHEMA

TEXT = "本报讯（记者 许多）3日上午，区委书记林知远主持召开平安建设推进会并讲话。林知远强调，要深化“三清一亮”行动。"
RISKY = "=HYPERLINK(1)区长沈从文强调，要深化“三清一亮”行动，抓好落实。\n+1 换行。"


@pytest.fixture(scope="module")
def tables(rules):
    articles = [gn.Article(text=TEXT, article_id="a", headline="林知远主持会议", published="2022-04-03", region="四川省泸州市江阳区"),
                gn.Article(text=RISKY, article_id="=b", headline="+题")]
    return gn.extract(articles, nlp=rules)


def test_every_table_has_rows(tables):
    assert {name for name, frame in tables if frame.empty} <= {"places"}


def test_types_are_the_schemas(tables):
    tables.validate()
    assert tables.articles["published"].dtype == "datetime64[ns]"
    assert tables.officials["concurrent"].dtype == "boolean"
    assert isinstance(tables.events["type"].dtype, pd.CategoricalDtype)


@pytest.mark.parametrize("name", SCHEMA)
def test_empty_tables_have_the_same_columns_and_types(name, tables, rules):
    nothing = gn.extract([], nlp=rules)[name]
    assert nothing.dtypes.equals(tables[name].dtypes) and nothing.empty
    validate(name, empty(name))


def test_validation_names_a_wrong_column(tables):
    from pandera.errors import SchemaErrors

    with pytest.raises(SchemaErrors, match="person"):
        validate("officials", tables.officials.rename(columns={"person": "name"}))


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl", "excel", "sqlite"])
def test_written_and_read_back_equal(form, tables, tmp_path):
    path = tmp_path / {"excel": "t.xlsx", "sqlite": "t.db"}.get(form, "t")
    getattr(tables, f"to_{form}")(path)
    again = getattr(gn.EventTables, f"read_{form}")(path)
    for name, frame in tables:
        pd.testing.assert_frame_equal(again[name], frame)
    assert again.equals(tables)


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl", "excel", "sqlite"])
def test_empty_tables_too(form, tmp_path):
    path = tmp_path / {"excel": "t.xlsx", "sqlite": "t.db"}.get(form, "t")
    getattr(gn.EventTables(), f"to_{form}")(path)
    assert getattr(gn.EventTables, f"read_{form}")(path).equals(gn.EventTables())


@pytest.mark.parametrize("reader", ["read_parquet", "read_csv", "read_jsonl", "read_excel", "read_sqlite"])
def test_reading_what_is_not_there_names_the_path(reader, tmp_path):
    with pytest.raises(FileNotFoundError, match="nothing_here"):
        getattr(gn.EventTables, reader)(tmp_path / "nothing_here")


def test_no_formula_reaches_a_spreadsheet(tables, tmp_path):
    from openpyxl import load_workbook

    tables.to_csv(tmp_path / "csv")
    assert "\n=HYPERLINK" not in (tmp_path / "csv/articles.csv").read_text("utf-8-sig").replace(",=", "\n=")
    tables.to_excel(tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx")["articles"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_workbook_is_made_for_reading(tables, tmp_path):
    from openpyxl import load_workbook

    tables.to_excel(tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == list(SCHEMA)
    assert all(book[name].freeze_panes == "A2" and book[name].auto_filter.ref for name in SCHEMA)


def test_csv_opens_where_utf8_is_not_the_default(tables, tmp_path):
    tables.to_csv(tmp_path / "with")
    tables.to_csv(tmp_path / "without", bom=False)
    assert (tmp_path / "with/officials.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (tmp_path / "without/officials.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_sum_keeps_keys_unique(tables):
    whole = tables + tables
    assert len(whole.articles) == 4 and whole.articles["article_id"].is_unique
    for name, key in (("meetings", "meeting_id"), ("events", "event_id"), ("statements", "statement_id")):
        assert whole[name][key].is_unique and len(whole[name]) == 2 * len(tables[name])
    for name, frame in whole:
        for key in KEYS:
            if key in frame and name != "articles":
                linked = frame.dropna(subset=[key])
                assert all(k.startswith(a) for k, a in zip(linked[key], linked["article_id"], strict=True))
    whole.validate()


def test_keys_lead_from_table_to_table(tables):
    assert set(tables.participants["event_id"].dropna()) <= set(tables.events["event_id"])
    assert set(tables.events["meeting_id"].dropna()) <= set(tables.meetings["meeting_id"])


def test_pickles_and_prints(tables):
    assert pickle.loads(pickle.dumps(tables)).equals(tables)
    assert "officials: " in repr(tables) and "<table>" in tables._repr_html_()
    assert tables.describe().loc["articles", "rows"] == 2


def test_unknown_tables_are_named():
    with pytest.raises(TypeError, match="persons"):
        gn.EventTables(persons=pd.DataFrame())
    with pytest.raises(KeyError, match="persons"):
        gn.EventTables()["persons"]


@pytest.mark.parametrize(("write", "read", "name"), [("to_parquet", "read_parquet", "t"), ("to_csv", "read_csv", "t"), ("to_jsonl", "read_jsonl", "t"),
                                                    ("to_sqlite", "read_sqlite", "t.db"), ("to_excel", "read_excel", "t.xlsx")])
def test_columns_of_ones_own_come_back(write, read, name, tables, tmp_path):
    if name.endswith("xlsx"):
        pytest.importorskip("openpyxl")
    mine = pickle.loads(pickle.dumps(tables))
    mine.events["yuan"] = pd.Series([3.6e8, None, *[1.5] * len(mine.events)][: len(mine.events)], dtype="Float64")
    mine.events["note"] = pd.Series(["重点"] * len(mine.events), dtype="string")
    getattr(mine, write)(tmp_path / name)
    again = getattr(gn.EventTables, read)(tmp_path / name)
    assert list(again.events.columns) == list(mine.events.columns)
    assert again.events["yuan"].astype("Float64").equals(mine.events["yuan"]) and list(again.events["note"]) == list(mine.events["note"])
    assert again.officials.equals(tables.officials)
    assert list((mine + tables).events["yuan"].isna())[-len(tables.events) :] == [True] * len(tables.events)


def test_many_parts_make_few_row_groups(tables, tmp_path, monkeypatch):
    """All row groups of a file are listed in memory until it is closed: one for each part of a long run would fill it."""
    import pyarrow.parquet as pq

    from govnews_nlp import sinks

    monkeypatch.setattr(sinks, "ROW_GROUP", 20_000)
    sink = sinks.ParquetSink(tmp_path / "t")
    for _ in range(100):
        sink.write(dict(tables))
    sink.close()
    files = {path.stem: pq.ParquetFile(path).metadata for path in (tmp_path / "t").iterdir()}
    assert {name: meta.num_rows for name, meta in files.items()} == {name: 100 * len(frame) for name, frame in tables}
    assert 1 < files["mentions"].num_row_groups <= 20 and max(meta.num_row_groups for meta in files.values()) <= 30
    again = gn.EventTables.read_parquet(tmp_path / "t")
    assert again.officials.tail(len(tables.officials)).reset_index(drop=True).equals(tables.officials)
