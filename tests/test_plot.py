"""Charts: what they hold, that they are drawn, that Chinese characters are, and that nothing gives an empty chart."""

import json

import pytest
import synthetic

import govnews_nlp as gn
from govnews_nlp import fonts, plot

PNG = b"\x89PNG"
CHARTS = {
    "timeline": lambda t: plot.slogan_timeline(t), "heatmap": lambda t: plot.slogan_heatmap(t), "network": lambda t: plot.network(t),
    "diary": lambda t: plot.diary(t, "史兰"), "lineup": lambda t: plot.lineup(t, "湘阴县"), "map": lambda t: plot.place_map(t),
}
TITLES = {"timeline": "提法走势", "heatmap": "提法热力图", "network": "共同出席网络", "diary": "史兰 活动日志", "lineup": "湘阴县 班子", "map": "地点"}


@pytest.fixture(scope="module")
def tables(rules):
    return synthetic.tables(rules)


def rows_of(spec, layer=None):
    data = (spec if layer is None else spec["layer"][layer])["data"]
    return data["values"] if "values" in data else spec["datasets"][data["name"]]


@pytest.mark.parametrize("name", CHARTS)
def test_charts_have_data_and_a_title(name, tables):
    spec = CHARTS[name](tables).to_dict()
    assert spec["title"] == TITLES[name]
    assert "没有数据" not in json.dumps(spec, ensure_ascii=False) and len(json.dumps(spec)) > 3000


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.filterwarnings("ignore:no font")
def test_charts_are_drawn(name, tables, tmp_path):
    path = plot.save(CHARTS[name](tables), tmp_path / f"{name}.png", scale=1)
    assert path.read_bytes()[:4] == PNG and path.stat().st_size > 5000


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_gives_an_empty_chart(name):
    spec = json.dumps(CHARTS[name](gn.EventTables()).to_dict(), ensure_ascii=False)
    assert "没有数据" in spec and TITLES[name] in spec


@pytest.mark.parametrize("ending", ["svg", "html", "json"])
@pytest.mark.filterwarnings("ignore:no font")
def test_other_formats(ending, tables, tmp_path):
    text = plot.save(plot.slogan_heatmap(tables), tmp_path / f"a.{ending}").read_text("utf-8")
    assert "动态清零" in text or "\\u52a8\\u6001" in text


def test_the_chosen_slogans(tables):
    spec = plot.slogan_timeline(tables, slogans=["动态清零", "千万工程"], freq="Q").to_dict()
    rows = rows_of(spec)
    assert {row["slogan"] for row in rows} == {"动态清零", "千万工程"} and len(rows) == 2 * 8


def test_more_rows_than_altair_takes_from_a_frame(tables):
    spec = plot.slogan_heatmap(tables, freq="D", top=8).to_dict()
    assert len(rows_of(spec)) > 5000


def test_days_stay_the_same_day_everywhere(tables):
    rows = rows_of(plot.slogan_timeline(tables).to_dict())
    assert all(row["period"].endswith("-01T00:00:00") for row in rows)  # without a zone: local, as the axis is


def test_homonyms_are_two_nodes(tables):
    spec = plot.network(tables, top=100).to_dict()
    names = [row["person"] for row in rows_of(spec, 1)]
    assert len(names) == len(set(names)) + 1


def test_a_missing_font_is_said(monkeypatch, tables, tmp_path):
    monkeypatch.setattr(plot, "has_chinese_font", lambda: False)
    with pytest.warns(UserWarning, match="fonts-noto-cjk"):
        plot.save(plot.lineup(tables, "湘阴县"), tmp_path / "a.png", scale=1)


def test_fonts_are_looked_for_where_there_is_no_fontconfig(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "which", lambda name: None)
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    fonts.has_chinese_font.cache_clear()
    assert not fonts.has_chinese_font()
    (tmp_path / "noto").mkdir()
    (tmp_path / "noto/NotoSansCJK-Regular.ttc").touch()
    fonts.has_chinese_font.cache_clear()
    assert fonts.has_chinese_font()
    fonts.has_chinese_font.cache_clear()


def test_a_folder_without_fonts_is_named(tables, tmp_path):
    with pytest.raises(FileNotFoundError, match="no font file"):
        plot.save(plot.lineup(tables, "湘阴县"), tmp_path / "a.png", font_dir=tmp_path)


def test_chinese_is_drawn_where_a_font_is_installed(tables, tmp_path):
    """Two different characters make different pictures: boxes would be alike."""
    if not fonts.has_chinese_font():
        pytest.skip("needs a font with Chinese characters")
    alt = pytest.importorskip("altair")
    pictures = set()
    for text in "汛前检":
        chart = plot._styled(alt.Chart(alt.InlineData(values=[{"t": text}])).mark_text(size=40).encode(text="t:N"), "")
        pictures.add(plot.save(chart, tmp_path / "a.png", scale=1).read_bytes())
    assert len(pictures) == 3


def test_a_towns_spot_is_its_countys():
    rows = gn.EventTables().places.reindex(range(3)).assign(
        name=["湖南省岳阳市湘阴县鹤龙湖镇", "湖南省岳阳市湘阴县", "某地"], adcode=["430624120", "430624", None], county=["湘阴县", "湘阴县", None])
    located = plot._located(rows)
    assert len(located) == 2 and located["lat"].nunique() == 1 and located["lat"].between(28, 29.5).all()


def test_names_on_a_map_do_not_cover_each_other():
    frame = plot._Frame([(28.0, 30.0), (112.0, 114.0)])
    x, y = frame.pixel(29.0, 113.0)
    assert abs(x - plot.WIDTH / 2) < 2 and abs(y - plot.HEIGHT / 2) < 2 and frame.holds(29, 113) and not frame.holds(40, 113)
    spots = [(29.0, 113.0 + i / 1000, "江阳区", 5, 12) for i in range(9)]
    placed = [name for _, rows in frame.labelled(spots, blocked=spots) for name in rows]
    assert 1 <= len(placed) <= 4
    assert sum(len(rows) for _, rows in frame.labelled([spots[0], (28.2, 112.2, "合江县", 5, 12)], blocked=[])) == 2


def test_the_map_names_divisions(tables):
    text = json.dumps(plot.place_map(tables).to_dict(), ensure_ascii=False)
    assert "湘阴县" in text and "mercator" in text
