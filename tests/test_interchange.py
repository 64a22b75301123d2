"""Annotation tools: what goes out comes back; corrected spans become the gold of `govnews evaluate`."""

import json

import pytest

import govnews_nlp as gn
from govnews_nlp import interchange
from govnews_nlp.evaluate import evaluate_folder
from govnews_nlp.interchange import Annotated, Span

TEXT = "本报讯（记者 许多）3日上午，市委常委、区委书记林知远主持召开平安建设推进会。\n副区长沈从文、田野参加。林知远强调，要深化“三清一亮”行动，推广“枫桥经验”。"
HOSTILE = '𠮷田镇党委书记林知远\t说：“\\t不是制表符”\r\n=HYPERLINK(1) 林知远书记 "quoted" \u3000完。\n\n'


@pytest.fixture(scope="module")
def tables(rules):
    articles = [gn.Article(text=TEXT, article_id="江阳/1", headline="林知远主持会议", published="2022-04-03", region="四川省泸州市江阳区"),
                gn.Article(text=HOSTILE, article_id="b"), gn.Article(text="", article_id="空")]
    return gn.extract(articles, nlp=rules)


@pytest.fixture(scope="module")
def items(tables):
    return list(interchange.annotated(tables))


def test_spans_are_the_tables(tables, items):
    found = {(item.article.article_id, span.label, item.article.text[span.start : span.end]) for item in items for span in item.spans}
    assert ("江阳/1", "PERSON", "林知远") in found and ("江阳/1", "SLOGAN", "枫桥经验") in found
    assert sum(len(item.spans) for item in items) == len(tables.mentions.dropna(subset=["start"])) + len(tables.slogans.dropna(subset=["start"]))


@pytest.mark.parametrize(("format", "name"), [("brat", "brat"), ("conll", "a.conll"), ("label-studio", "a.jsonl"), ("label-studio", "a.json"),
                                              ("doccano", "a.jsonl"), ("docbin", "a.spacy")])
def test_out_and_in(format, name, items, tables, tmp_path):
    interchange.write(tables, tmp_path / name, format)
    back = {item.article.article_id: item for item in interchange.read(tmp_path / name, format)}
    assert len(back) == len(items)
    for item in items:
        again = back[item.article.article_id]
        assert again.article.text == item.article.text
        wanted = item.flat() if format == "conll" else item.spans
        assert [span[:3] for span in again.spans] == [span[:3] for span in wanted]
        if format not in ("conll", "doccano"):
            assert again.spans == item.spans  # with the full names, too
        assert (again.article.headline, again.article.published, again.article.region) == (item.article.headline, item.article.published, item.article.region)


def test_overlapping_and_adjacent_spans_in_bio(tmp_path):
    item = Annotated(gn.Article(text="市委书记甲乙丙"), [Span(0, 4, "TITLE"), Span(0, 2, "ORG"), Span(4, 6, "PERSON"), Span(6, 7, "PERSON")])
    interchange.write([item], tmp_path / "a", "conll")
    assert interchange.read(tmp_path / "a", "conll")[0].spans == [Span(0, 4, "TITLE"), Span(4, 6, "PERSON"), Span(6, 7, "PERSON")]


def test_label_studio_counts_as_a_browser_does(tmp_path):
    item = Annotated(gn.Article(text="𠮷田镇林知远"), [Span(3, 6, "PERSON")])
    path = interchange.write([item], tmp_path / "a.jsonl", "label-studio")
    value = json.loads(path.read_text("utf-8"))["predictions"][0]["result"][0]["value"]
    assert (value["start"], value["end"], value["text"]) == (4, 7, "林知远")
    assert interchange.read(path, "label-studio")[0].spans == item.spans
    assert "SLOGAN" in interchange.label_studio_config()


def test_what_label_studio_exports_after_correction(tmp_path):
    result = {"type": "labels", "from_name": "label", "to_name": "text", "value": {"start": 4, "end": 6, "text": "甲乙", "labels": ["PERSON"]}}
    task = {"id": 1, "data": {"text": "市委书记甲乙", "article_id": "x"}, "predictions": [{"result": []}],
            "annotations": [{"result": [result]}, {"result": [], "was_cancelled": True}]}
    (tmp_path / "export.json").write_text(json.dumps([task]), "utf-8")
    assert interchange.read(tmp_path / "export.json", "label-studio")[0].spans == [Span(4, 6, "PERSON")]


@pytest.mark.parametrize("row", [{"label": [[4, 6, "PERSON"]]}, {"labels": [[4, 6, "PERSON"]]},
                                 {"entities": [{"id": 1, "start_offset": 4, "end_offset": 6, "label": "PERSON"}]}])
def test_what_doccano_exports(row, tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": 7, "text": "市委书记甲乙", **row}), "utf-8")
    assert interchange.read(tmp_path / "a.jsonl", "doccano")[0].spans == [Span(4, 6, "PERSON")]


def test_docbin_of_the_pipelines_own_docs(rules, tmp_path):
    from spacy.tokens import DocBin

    doc = rules(TEXT)
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "a.spacy")
    again = interchange.read(tmp_path / "a.spacy", "docbin")[0]
    assert {span[:3] for span in again.spans} == {(e.start_char, e.end_char, e.label_) for e in doc.ents} | {(s.start_char, s.end_char, "SLOGAN") for s in doc.spans["slogans"]}


def test_annotate_correct_evaluate(tables, rules, tmp_path):
    path = interchange.write(tables, tmp_path / "tasks.jsonl", "doccano")
    corrected = interchange.read(path, "doccano")
    person = TEXT.index("田野")
    corrected[0].spans = [span for span in corrected[0].spans if span.start != person]  # the annotator strikes 田野
    interchange.to_gold(corrected[:1], tmp_path / "gold")
    gold = json.loads(next((tmp_path / "gold").glob("*.json")).read_text("utf-8"))
    titles = {item["person"]: item["titles"] for item in gold["officials"]}
    assert titles == {"林知远": ["市委常委", "区委书记"], "沈从文": ["副区长"]}
    scores, wrong = evaluate_folder(tmp_path / "gold", rules)
    assert (scores["officials"].found, scores["officials"].spurious, scores["officials"].missed) == (2, 1, 0)
    assert scores["slogans"].f1 == scores["places"].f1 == 1
    assert scores["statements"].found + scores["statements"].spurious == 0  # spans say nothing of statements: not scored


def test_a_draft_of_everything_scores_itself_right(tables, rules, tmp_path):
    interchange.to_gold(tables, tmp_path / "gold")
    scores, wrong = evaluate_folder(tmp_path / "gold", rules)
    assert not wrong and scores["statements"].found and scores["participants"].found


@pytest.mark.parametrize(("make", "message"), [
    (lambda path: interchange.read(path / "x", "csv"), "give one of brat"),
    (lambda path: Annotated(gn.Article(text="短"), [Span(0, 2, "PERSON")]), "outside"),
    (lambda path: interchange.read(path, "brat"), "no .ann"),
])
def test_errors_say_what_is_wrong(make, message, tmp_path):
    with pytest.raises((ValueError, FileNotFoundError), match=message):
        make(tmp_path)


def test_a_broken_line_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("甲乙", "utf-8")
    (tmp_path / "a.ann").write_text("T1\tPERSON 0 2\t甲乙\nT2\tPERSON zwei\t甲\n", "utf-8")
    with pytest.raises(ValueError, match=r"a\.ann:2"):
        interchange.read(tmp_path, "brat")
    (tmp_path / "b").write_text("甲\tB-PERSON\n乙丙\tO\n", "utf-8")
    with pytest.raises(ValueError, match=r"b:2"):
        interchange.read(tmp_path / "b", "conll")
