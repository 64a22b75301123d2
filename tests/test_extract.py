"""extract(): every kind of source, bad files in a batch, spaCy's own ways of running a pipeline."""

import datetime
import re
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin

import govnews_nlp as gn
from govnews_nlp.schema import SCHEMA

NEWS = "本报讯（记者 许多）3日上午，区委书记林知远主持召开平安建设推进会并讲话。\n林知远强调，要深化“三清一亮”行动。副区长高明参加。"
SURFACE = {"mentions": "text", "officials": "person", "meetings": "name", "dates": "text", "places": "text", "slogans": "text",
           "statements": "content", "events": "sentence", "participants": "person"}


def check_offsets(tables):
    """text[start:end] is the surface on every row."""
    texts = tables.articles.set_index("article_id")["text"]
    for name, column in SURFACE.items():
        for row in tables[name].dropna(subset=["start"]).itertuples():
            assert texts[row.article_id][row.start : row.end] == getattr(row, column), (name, row)
            assert 0.0 <= row.confidence <= 1.0


def test_from_text_article_iterable_and_frame(rules):
    from_text = gn.extract(NEWS, nlp=rules, published="2022-04-03")
    from_article = gn.extract(gn.Article(text=NEWS, published="2022-04-03"), nlp=rules)
    from_list = gn.extract([gn.Article(text=NEWS, published=datetime.date(2022, 4, 3))], nlp=rules)
    from_frame = gn.extract(pd.DataFrame({"text": [NEWS], "published": ["2022-04-03"]}), nlp=rules)
    for tables in (from_article, from_list, from_frame):
        assert tables.officials["person"].tolist() == from_text.officials["person"].tolist() == ["林知远", "高明"]
        assert str(tables.events["date_start"].iloc[0].date()) == "2022-04-03"


def test_a_frame_without_text_is_named():
    with pytest.raises(ValueError, match="no column 'text'.*body"):
        gn.extract(pd.DataFrame({"body": ["x"]}))


def test_short_forms_are_no_surface_of_a_name(rules):
    text = "区委书记林知远主持会议。\n林书记强调，要抓落实。林书记希望大家努力。"
    tables = gn.extract([gn.Article(text=text, published="2022-04-03")], nlp=rules)
    check_offsets(tables)
    assert "林书记" in set(tables.mentions["text"]) and set(tables.participants["person"]) == {"林知远"}


def test_offsets(rules):
    check_offsets(gn.extract([gn.Article(text=NEWS, published="2022-04-03")], nlp=rules))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(["区委书记", "林知远", "强调", "，", "。", "“", "”", "\n", "3日上午", "召开", "平安建设推进会", "江阳区", "😀", "\x00",
                                                       "\u0301", "王书记", "会见", "和", "、", "任命", "为", "副区长", "(", "《", "2022年"]), max_size=60).map("".join))
def test_any_text_gives_valid_offsets(rules, text):
    check_offsets(gn.extract([gn.Article(text=text, published="2022-04-03", region="四川省泸州市江阳区")], nlp=rules))


def test_one_bad_file_never_loses_the_rest(rules, tmp_path):
    (tmp_path / "1_empty.txt").write_bytes(b"")
    (tmp_path / "2_binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "3_gb18030.txt").write_bytes(NEWS.encode("gb18030"))
    (tmp_path / "4_english.txt").write_text("No Chinese at all in here. Nothing.", "utf-8")
    (tmp_path / "5_good.txt").write_text(NEWS, "utf-8")
    (tmp_path / "6_old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    with pytest.warns(UserWarning, match="1_empty.txt.*empty"), pytest.warns(UserWarning, match=r"passed over: 1 \.doc \(save as \.docx[^,]*$"):
        tables = gn.extract(tmp_path, nlp=rules)
    reasons = {source.rsplit("/")[-1]: reason for source, reason in tables.failures}
    assert set(reasons) >= {"1_empty.txt", "2_binary.txt"} and reasons["1_empty.txt"] == "the file is empty; give a file with text"
    by_article = tables.officials.groupby("article_id")["person"].agg(list)
    assert by_article.to_dict() == {"3_gb18030#1": ["林知远", "高明"], "5_good#1": ["林知远", "高明"]}
    tables.validate()


def test_a_fault_in_a_reader_is_its_file_s(rules, tmp_path, monkeypatch):
    from govnews_nlp import reading

    opened = reading.open_file

    def fails(path, encoding):
        if path.name == "1_odd.txt":
            raise RuntimeError("nobody thought of that")
        return opened(path, encoding)

    monkeypatch.setattr(reading, "open_file", fails)
    (tmp_path / "1_odd.txt").write_text(NEWS, "utf-8")
    (tmp_path / "2_good.txt").write_text(NEWS, "utf-8")
    with pytest.warns(UserWarning, match="1_odd.txt: the reader failed on it .RuntimeError: nobody"):
        tables = gn.extract(tmp_path, nlp=rules)
    assert [source.rsplit("/")[-1] for source, _ in tables.failures] == ["1_odd.txt"]
    assert set(tables.officials["article_id"]) == {"2_good#1"}
    with pytest.raises(gn.ReadError, match="nobody thought"):
        list(gn.read(tmp_path))


def test_a_failing_component_loses_only_its_article(nlp):
    from spacy.language import Language

    @Language.component("fails_on_dragons")
    def fails(doc):
        if "龙" in doc.text:
            raise ValueError("no dragons")
        return doc

    nlp = gn.load(ner="rules")
    nlp.add_pipe("fails_on_dragons")
    with pytest.warns(UserWarning, match="no dragons"):
        tables = gn.extract([gn.Article(text="副区长龙飞调研。", article_id="a"), gn.Article(text="副区长高明调研。", article_id="b")], nlp=nlp)
    assert tables.articles["article_id"].tolist() == ["b"] and tables.failures[0][0] == "a"


def test_published_by_callable_pattern_and_file_name(rules, tmp_path):
    path = tmp_path / "day_2021-07-09.txt"
    path.write_text(NEWS, "utf-8")
    for published, day in ((None, "2021-07-09"), ("2022-01-02", "2022-01-02"), (lambda name: "2020-02-03", "2020-02-03"),
                           (re.compile(r"day_(\d{4}-\d\d-\d\d)"), "2021-07-09")):
        articles = gn.extract(path, nlp=rules, published=published).articles
        assert str(articles["published"].iloc[0].date()) == day
        assert articles["published_from"].iloc[0] == ("file name" if published is None else "given")


def test_no_date_gives_unknowns_not_guesses(rules):
    tables = gn.extract(NEWS, nlp=rules)
    row = tables.dates.iloc[0]
    assert row["text"] == "3日上午" and row["value"] == "XXXX-XX-03" and pd.isna(row["date_start"])


def test_ids_given_or_counted_and_unique(rules, tmp_path):
    (tmp_path / "p.txt").write_text(NEWS, "utf-8")
    assert gn.extract(tmp_path / "p.txt", nlp=rules).articles["article_id"].tolist() == ["p#1"]
    again = gn.extract([gn.Article(text=NEWS, article_id="x"), gn.Article(text=NEWS, article_id="x")], nlp=rules)
    assert again.articles["article_id"].tolist() == ["x", "x~2"]


def test_a_very_long_line_is_no_problem(rules):
    text = NEWS.replace("\n", "") * 1500
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tables = gn.extract([gn.Article(text=text)], nlp=rules)
    assert set(tables.officials["person"]) == {"林知远", "高明"}


# ---------------------------------------------------------------- spaCy's own ways

def test_the_pipeline_is_spacys(rules):
    import spacy

    assert isinstance(rules, spacy.Language) and rules.lang == "zh"
    doc = rules(NEWS)
    assert {ent.label_ for ent in doc.ents} >= {"PERSON", "TITLE"} and "三清一亮" in [span.text for span in doc.spans["slogans"]]
    assert gn.to_tables([doc]).officials["person"].tolist() == ["林知远", "高明"]


def test_pipe_disable_and_as_tuples(rules):
    docs = list(rules.pipe([(NEWS, 1), (NEWS, 2)], as_tuples=True, disable=["slogans"]))
    assert [context for _, context in docs] == [1, 2] and not docs[0][0]._.slogans and docs[0][0]._.officials


def test_worker_processes_give_the_same(rules):
    articles = [gn.Article(text=NEWS, article_id=str(n), published="2022-04-03") for n in range(6)]
    assert gn.extract(articles, nlp=rules, n_process=2, batch_size=2).equals(gn.extract(articles, nlp=rules))


def test_records_survive_bytes_and_docbin(rules):
    doc = rules(NEWS)
    again = Doc(rules.vocab).from_bytes(doc.to_bytes())
    boxed = next(iter(DocBin(docs=[doc], store_user_data=True).get_docs(rules.vocab)))
    for other in (again, boxed):
        assert gn.to_tables([other]).equals(gn.to_tables([doc]))


@pytest.mark.parametrize("way", ["disk", "bytes"])
def test_the_pipeline_saves_and_loads(rules, way, tmp_path):
    import spacy

    if way == "disk":
        rules.to_disk(tmp_path / "nlp")
        again = spacy.load(tmp_path / "nlp")
    else:
        again = gn.load(ner="rules").from_bytes(rules.to_bytes())
    assert gn.to_tables([again(NEWS)]).equals(gn.to_tables([rules(NEWS)]))


def test_schema_and_records_agree():
    from dataclasses import fields

    from govnews_nlp.records import KINDS

    for name, record in KINDS.items():
        assert {field.name for field in fields(record)} == set(SCHEMA[name]) - {"article_id"}
