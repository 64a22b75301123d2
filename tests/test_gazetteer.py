"""Which division a name means, where names stand in text, and what a division is called."""

import pickle
import re
import time
from pathlib import Path

import pytest

from govnews_nlp.gazetteer import Gazetteer, gazetteer
from govnews_nlp.lexicon import LexiconError

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def places():
    return gazetteer()


@pytest.mark.parametrize("row", rows("gazetteer.tsv"), ids=lambda row: "-".join(filter(None, row[:4])))
def test_which_division_is_meant(places, row):
    name, home, near, year, expected, code = row
    division = places.resolve(name, places.region(home) if home else None, [places.region(near)] if near else (), int(year) if year else None)
    if expected == "-":
        assert division is None
    else:
        assert (places.full_name(division), division.code) == (expected, code)


@pytest.mark.parametrize("row", rows("gazetteer_find.tsv"), ids=lambda row: row[0][:16])
def test_places_in_text(places, row):
    marked, codes = row
    expected, text, position = [], "", 0
    for match in re.finditer(r"\[(.*?)\](\??)", marked):
        text += marked[position : match.start()]
        expected.append((len(text), len(text) + len(match.group(1)), match.group(2) == ""))
        text, position = text + match.group(1), match.end()
    text += marked[position:]
    hits = places.find(text)
    assert [(hit.start, hit.end, hit.sure) for hit in hits] == expected
    if codes != "*":
        assert [places.choose(hit.candidates).code for hit in hits] == codes.split()


def test_short_and_full_names(places):
    for code, short, full in (("330109", "萧山", "浙江省杭州市萧山区"), ("222400", "延边", "吉林省延边朝鲜族自治州"), ("650000", "新疆", "新疆维吾尔自治区"),
                              ("110105", "朝阳", "北京市朝阳区"), ("429004", "仙桃", "湖北省仙桃市"), ("621226", "礼县", "甘肃省陇南市礼县"),
                              ("330109113", "瓜沥", "浙江省杭州市萧山区瓜沥镇"), ("469027", "乐东", "海南省乐东黎族自治县")):
        division = places.by_code(code)
        assert (places.short(division), places.full_name(division)) == (short, full)


def test_ancestors_are_nearest_first(places):
    assert [above.name for above in places.ancestors(places.by_code("330109113"))] == ["萧山区", "杭州市", "浙江省"]
    assert places.parent(places.by_code("330000")) is None
    assert places.by_code("999999") is None


def test_years_and_coordinates(places):
    former = places.resolve("江干区", year=2019)
    assert former.until == 2021 and former.exists(2020) and not former.exists(2023)
    assert places.resolve("临平区").since == 2021
    hangzhou = places.by_code("330100")
    assert 30 < hangzhou.lat < 31 and 119 < hangzhou.lon < 121


def test_every_parent_exists_and_counties_have_coordinates(places):
    divisions = [places._get(index) for index in range(len(places._rows))]
    assert len(divisions) > 44_000
    assert {division.level for division in divisions} == {"province", "city", "county", "town", "country", "foreign"}
    assert [division for division in divisions if division.parent and places.by_code(division.parent) is None] == []
    counties = [division for division in divisions if division.level == "county" and division.until is None and not division.is_zone and division.code[0] != "7"]
    assert sum(division.lat is not None for division in counties) / len(counties) > 0.97


def test_loads_fast_and_pickles_small():
    start = time.process_time()
    places = Gazetteer()
    assert time.process_time() - start < 1.0  # 0.1 s on an idle machine
    assert len(pickle.dumps(places)) < 1000 and pickle.loads(pickle.dumps(places)) is gazetteer()


def test_the_users_own_divisions(tmp_path):
    (tmp_path / "divisions.csv").write_text("code,name,parent,lat,lon,since,until\n330197,未来新城区,330100,30.1,120.2,2027,\n", "utf-8")
    places = gazetteer(str(tmp_path))
    assert places.full_name(places.region("未来新城区")) == "浙江省杭州市未来新城区"
    assert places.short(places.by_code("330197")) == "未来新城"


def test_a_bad_line_of_the_user_is_named(tmp_path):
    (tmp_path / "divisions.csv").write_text("code,name,parent,lat,lon,since,until\n3301,短码区,330100,,,,\n", "utf-8")
    with pytest.raises(LexiconError, match=r"divisions\.csv:2"):
        gazetteer(str(tmp_path))


def test_long_lines_are_linear(places):
    for piece in ("浙江省杭州市", "朝阳", "省市县区", "啊"):
        start = time.process_time()
        places.find(piece * (100_000 // len(piece)))
        assert time.process_time() - start < 3


def test_regions_of_any_text(places):
    for text in ("", " ", "x", "浙江省" * 1000, "🙂", "区", "省委"):
        places.region(text)
        places.find(text)
        places.candidates(text)
