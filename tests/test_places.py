"""Places: what is one, its extent, its kind and its code. The cases are in cases/places.tsv, the places in 【】."""

import csv
import re
import time

import pytest
from conftest import CASES
from hypothesis import given, settings
from hypothesis import strategies as st

import govnews_nlp as gn

MARKED = re.compile(r"【(.+?)】")


def _cases():
    with (CASES / "places.tsv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _run(nlp, text, **fields):
    doc = nlp.make_doc(text)
    doc._.article = gn.Article(text=text, published=fields.get("published", "2023-05-06"), region=fields.get("region"))
    return nlp(doc)


@pytest.mark.parametrize("case", list(_cases()), ids=lambda case: f"{case['class']}: {case['sentence'][:24]}")
def test_cases(rules, case):
    text = MARKED.sub(r"\1", case["sentence"])
    doc = _run(rules, text, region=case["region"] or None)
    found = sorted(doc._.places, key=lambda place: place.start)
    expected = MARKED.findall(case["sentence"])
    assert [place.text for place in found] == expected
    if case["kinds"]:
        assert [place.kind for place in found] == case["kinds"].split(" ")
    for place, code in zip(found, (case["adcodes"] or "").split(" "), strict=False):
        if code not in ("", "-"):
            assert place.adcode and place.adcode.startswith(code), place


def test_columns_of_a_division(rules):
    place = _run(rules, "他在云南省保山市隆阳区调研。")._.places[0]
    assert (place.name, place.kind, place.adcode) == ("云南省保山市隆阳区", "admin", "530502")
    assert (place.province, place.city, place.county) == ("云南省", "保山市", "隆阳区")
    assert 24 < place.lat < 26 and 98 < place.lon < 100


def test_short_form_gets_its_full_name(rules):
    place = _run(rules, "他在萧山调研。", region="浙江省杭州市")._.places[0]
    assert (place.text, place.name) == ("萧山", "浙江省杭州市萧山区")


def test_facility_lies_in_the_division_of_its_name(rules):
    place = _run(rules, "她来到太原市晋源区松柏敬老院。")._.places[0]
    assert (place.name, place.county, place.adcode) == ("太原市晋源区松柏敬老院", "晋源区", "140110")


def test_further_mentions_of_a_facility(rules):
    text = "他来到青禾电机厂,听取汇报。青禾电机厂建于1958年。"
    assert [place.start for place in _run(rules, text)._.places] == [3, 14]


def test_mentions_and_offsets(rules):
    text = "他来到丽水市,走进松林社区。"
    doc = _run(rules, text)
    places = [mention for mention in doc._.mentions if mention.label == "PLACE"]
    assert [text[mention.start : mention.end] for mention in places] == ["丽水市", "松林社区"]
    assert [ent.text for ent in doc.ents if ent.label_ == "PLACE"] == ["丽水市", "松林社区"]


def test_model_spans_are_further_evidence(rules):
    """A place that only the statistical model sees counts; a division inside an organisation of the model does not, nor does what is counted with persons."""
    from spacy.tokens import Span

    component = rules.get_pipe("places")
    text = "他说,小石桥那边风景好。南京云海集团发布公告。会议通过了宁书桥等10名同志的任职议案。"
    doc = rules.make_doc(text)
    start, company, person = text.index("小石桥"), text.index("南京"), text.index("宁书桥")
    doc.spans["ner"] = [Span(doc, start, start + 3, label="PLACE"), Span(doc, company, company + 6, label="ORG"), Span(doc, person, person + 3, label="PLACE")]
    component(doc)
    assert [place.text for place in doc._.places] == ["小石桥"]


def test_empty_and_odd_texts(rules):
    for text in ("", " ", "\n\n", "【】", "来到", "在、和、到", "😀来到😀村", "a" * 50):
        for place in _run(rules, text)._.places:
            assert text[place.start : place.end] == place.text


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["来到", "在", "杭州", "萧山区", "村", "路", "、", "，", "。", "和", "《", "》", "(", "国际机场", "青禾", "有限公司",
                                 "等地", "市", "的", "中国", "德国", "斯", "\n", "😀", "2日", "省委", "会议", "召开", "检查"]), max_size=40))
def test_offsets_hold_and_places_do_not_overlap(rules, parts):
    text = "".join(parts)
    doc = rules.make_doc(text)
    rules.get_pipe("places")(doc)
    end = 0
    for place in sorted(doc._.places, key=lambda place: place.start):
        assert text[place.start : place.end] == place.text
        assert end <= place.start < place.end
        assert 0 <= place.confidence <= 1
        end = place.end


@pytest.mark.parametrize("unit", ["来到甲村、", "路", "在", "杭州", "来到杭州市第一人民医院、", "《", "德国斯", "村、", "来到", "机场路站"])
def test_time_is_linear(rules, unit):
    component = rules.get_pipe("places").grammar

    def seconds(length):
        text = unit * (length // len(unit))
        hits = component.gazetteer.find(text)
        started = time.process_time()
        component.find(text, hits)
        return time.process_time() - started

    seconds(1_000)
    small, large = (min(seconds(length) for _ in range(3)) for length in (8_000, 80_000))
    assert large < 25 * small + 0.5
