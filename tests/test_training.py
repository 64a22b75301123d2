"""govnews retrain: from what an annotation tool exports to a model that gn.load takes, with real training."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import govnews_nlp as gn
from govnews_nlp import cli, interchange, training
from govnews_nlp.interchange import Annotated, Span

sys.path.insert(0, str(Path(__file__).parent.parent / "data"))

from make_annotation import make_annotated

TEXT = "“草场好。”羊本桑杰说。\n他在圣湖乳业有限公司工作。"


def exported(path, articles):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in make_annotated(articles)), "utf-8")
    return path


def test_the_annotation_is_right():
    rows = make_annotated(20)
    for row in rows:
        assert all(row["text"][start:end].strip("、。，") == row["text"][start:end] for start, end, _ in row["label"])
    assert rows == make_annotated(20) and {label for row in rows for *_, label in row["label"]} == {"PERSON", "TITLE", "ORG", "PLACE"}


@pytest.mark.parametrize("format", ["doccano", "label-studio", "conll", "docbin", "brat"])
def test_formats_are_found_out(format, tmp_path):
    name = {"doccano": "a.jsonl", "label-studio": "a.json", "conll": "a.conll", "docbin": "a.spacy", "brat": "a"}[format]
    item = Annotated(gn.Article(text=TEXT), [Span(6, 10, "PERSON")])
    assert training.format_of(interchange.write([item], tmp_path / name, format)) == format


def test_a_sentence_keeps_its_spans():
    item = Annotated(gn.Article(text=TEXT), [Span(6, 10, "PERSON"), Span(15, 23, "ORG"), Span(15, 17, "PLACE"), Span(0, 3, "DATE")])
    made = list(training._sentences([item]))
    assert [(one.article.text, [(one.article.text[a:b], label) for a, b, label, _ in one.spans]) for one in made if one.spans] == [
        ("羊本桑杰说。", [("羊本桑杰", "PERSON")]), ("他在圣湖乳业有限公司工作。", [("圣湖乳业有限公司", "ORG")])]


@pytest.mark.parametrize(("rows", "message"), [(3, "too few"), (0, "too few")])
def test_too_little_is_said(rows, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        training.retrain(exported(tmp_path / "a.jsonl", rows), tmp_path / "model", log=None)
    assert not (tmp_path / "model").exists()


def test_no_label_to_learn_is_said(tmp_path):
    items = [Annotated(gn.Article(text="5月3日"), [Span(0, 4, "DATE")]) for _ in range(6)]
    with pytest.raises(ValueError, match="no span with a label PERSON"):
        training.retrain(items, tmp_path / "model", log=None)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "thesis.docx").touch()
    run = CliRunner().invoke(cli.app, ["retrain", str(exported(tmp_path / "a.jsonl", 6)), "-o", str(tmp_path / "model")])
    assert run.exit_code == 2 and (tmp_path / "model" / "thesis.docx").is_file()


@pytest.mark.slow
def test_annotate_correct_retrain(rules, tmp_path):
    """The whole way: tasks, corrections, one command, and the model finds names of its kind that it has never seen."""
    written = make_annotated(48)
    articles = [gn.Article(**{key: value for key, value in row.items() if key != "label"}) for row in written[:40]]
    tasks = interchange.read(interchange.write(gn.extract(articles, nlp=rules), tmp_path / "tasks.jsonl", "doccano"), "doccano")
    assert [task.article.text for task in tasks] == [row["text"] for row in written[:40]]
    (tmp_path / "export.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in written[:40]), "utf-8")  # the annotator's hand

    run = CliRunner().invoke(cli.app, ["retrain", str(tmp_path / "export.jsonl"), "-o", str(tmp_path / "model"), "--steps", "250", "--quiet"])
    assert run.exit_code == 0, run.output
    assert "32 articles learnt from, 8 held back" in run.output and "retrained" in run.output
    assert {"config.cfg", "train.spacy", "dev.spacy", "scores.json"} == {path.name for path in (tmp_path / "model" / "training").iterdir()}

    nlp = gn.load(ner=str(tmp_path / "model"))
    names = {True: [0, 0], False: [0, 0]}
    for row in written[40:]:
        for own, pipeline in ((True, nlp), (False, rules)):
            found = {(ent.start_char, ent.end_char) for ent in pipeline(row["text"]).ents if ent.label_ == "PERSON"}
            there = {(start, end) for start, end, label in row["label"] if label == "PERSON"}
            names[own] = [names[own][0] + len(found & there), names[own][1] + len(there)]
    assert names[True][0] > names[False][0] + 0.1 * names[True][1]  # clearly more than the rules by themselves
