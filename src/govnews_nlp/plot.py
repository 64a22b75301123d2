"""Pictures of the tables, as Altair charts: they show in Jupyter and save to PNG, SVG, HTML or JSON.

A chart of nothing says 没有数据. Chinese glyphs need a font that has them: the charts name the common ones; `save` finds out whether
one is installed, takes a folder with fonts (font_dir), and says what to install where there is none (fonts.py).
"""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from . import analysis
from .fonts import FONTS, HOW_TO_GET_ONE, has_chinese_font, register
from .gazetteer import gazetteer
from .lexicon import load_csv

if TYPE_CHECKING:
    import altair

    from .tables import EventTables

WIDTH = 640
RED, GREY = "#b5182b", "#c9c9c9"
NOTHING = "没有数据"
LONGEST_LABEL = 260  # pixels
HEIGHT = 520  # of a map
MARGIN = 0.3  # of the extent of a map, around it
MOST_NAMES = 200  # counties around whose names a map can hold
SPOTS = (30, 900)  # least and largest area of a spot on a map


def _altair():
    try:
        import altair
    except ImportError:
        raise ImportError('plots need Altair: pip install "govnews-nlp[plot]"') from None
    return altair


def _styled(chart: Any, title: str) -> Any:
    return (chart.properties(title=title).configure(font=FONTS).configure_axis(labelFont=FONTS, titleFont=FONTS, labelLimit=LONGEST_LABEL)
            .configure_title(font=FONTS, fontSize=15, anchor="start").configure_legend(labelFont=FONTS, titleFont=FONTS, labelLimit=LONGEST_LABEL)
            .configure_text(font=FONTS).configure_view(stroke=None))


def _nothing(title: str) -> altair.Chart:
    alt = _altair()
    return _styled(alt.Chart(alt.InlineData(values=[{"text": NOTHING}])).mark_text(size=18, color="#888").encode(text="text:N").properties(width=WIDTH, height=120), title)


def _data(frame: pd.DataFrame) -> altair.InlineData:
    """Rows as the chart's own data: no limit on their number; days without a time zone, so that they stay the same day everywhere."""
    plain = frame.copy()
    for column in plain.columns:
        if pd.api.types.is_datetime64_any_dtype(plain[column]):
            plain[column] = plain[column].dt.strftime("%Y-%m-%dT00:00:00")
    values = plain.astype(object).where(plain.notna(), None).to_dict("records")
    return _altair().InlineData(values=[{key: value.item() if hasattr(value, "item") else value for key, value in row.items()} for row in values])


def _tooltip(**titles: str) -> list:
    """field (with its type) = title"""
    alt = _altair()
    return [alt.Tooltip(f"{name.rsplit('_', 1)[0]}:{name.rsplit('_', 1)[1]}", title=title) for name, title in titles.items()]


def slogan_timeline(tables: EventTables, slogans: list[str] | None = None, freq: str = "M", top: int = 8) -> altair.Chart:
    """Mentions of slogans over time, a line each: the given ones, or the `top` most frequent."""
    alt = _altair()
    counts = analysis.slogan_timeline(tables, freq, fill=True)
    chosen = slogans or _most(counts, top)
    data = counts[counts["slogan"].isin(chosen)]
    if data.empty:
        return _nothing("提法走势")
    chart = alt.Chart(_data(data)).mark_line(point=True).encode(
        x=alt.X("period:T", title="时间", axis=alt.Axis(format="%Y-%m")), y=alt.Y("n:Q", title="提及次数"),
        color=alt.Color("slogan:N", title="提法", sort=chosen, scale=alt.Scale(scheme="tableau10")),
        tooltip=_tooltip(slogan_N="提法", period_T="时间", n_Q="次数", n_articles_Q="篇数"))
    return _styled(chart.properties(width=WIDTH, height=320), "提法走势")


def slogan_heatmap(tables: EventTables, freq: str = "M", top: int = 25) -> altair.Chart:
    """Slogan × period, coloured by mentions; empty cells are white."""
    alt = _altair()
    counts = analysis.slogan_timeline(tables, freq, fill=True)
    chosen = _most(counts, top)
    data = counts[counts["slogan"].isin(chosen)]
    if data.empty:
        return _nothing("提法热力图")
    labels = data["period"].dt.strftime({"D": "%Y-%m-%d", "W": "%Y-%m-%d", "Y": "%Y"}.get(analysis.OFFSETS[freq], "%Y-%m"))
    chart = alt.Chart(_data(data.assign(label=labels))).mark_rect(stroke="#eee").encode(
        x=alt.X("label:O", title="时间", axis=alt.Axis(labelAngle=-60)), y=alt.Y("slogan:N", sort=chosen, title="提法"),
        color=alt.condition("datum.n > 0", alt.Color("n:Q", title="次数", scale=alt.Scale(scheme="reds")), alt.value("#ffffff")),
        tooltip=_tooltip(slogan_N="提法", label_O="时间", n_Q="次数", n_articles_Q="篇数"))
    return _styled(chart.properties(width=WIDTH), "提法热力图")


def _most(counts: pd.DataFrame, top: int) -> list[str]:
    total = counts.groupby("slogan")["n"].sum().sort_values(ascending=False, kind="stable")
    return total.index[:top].tolist()


def network(tables: EventTables, min_count: int = 1, top: int = 40) -> altair.Chart:
    """Officials who appear in the same events: the `top` most frequent, spring layout; colour: division, width of a line: events shared."""
    alt = _altair()
    graph = analysis.coattendance(tables, min_count)
    kept = sorted(graph, key=lambda node: (-graph.nodes[node]["n_events"], node))[:top]
    if not kept:
        return _nothing("共同出席网络")
    graph = graph.subgraph(sorted(kept))
    place = _places(graph)
    regions = {row["code"]: row["name"] for row in load_csv("divisions") if len(row["code"]) == 6 and not row["until"]}
    nodes = pd.DataFrame([(data["person"], x, y, data["n_events"], data["title"], regions.get(data["adcode"], "其他"))
                          for node, (x, y) in place.items() for data in (graph.nodes[node],)], columns=["person", "x", "y", "n_events", "title", "division"])
    lines = pd.DataFrame([(*place[a], *place[b], w) for a, b, w in graph.edges(data="weight")], columns=["x", "y", "x2", "y2", "weight"])
    x, y = alt.X("x:Q", axis=None), alt.Y("y:Q", axis=None)
    edges = alt.Chart(_data(lines)).mark_rule(color=GREY).encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q", size=alt.Size("weight:Q", legend=None, scale=alt.Scale(range=[0.4, 4])))
    points = alt.Chart(_data(nodes)).mark_circle(opacity=0.9).encode(
        x=x, y=y, size=alt.Size("n_events:Q", title="事件数", scale=alt.Scale(range=[60, 500])),
        color=alt.Color("division:N", title="地区", scale=alt.Scale(scheme="tableau10")), tooltip=_tooltip(person_N="姓名", title_N="职务", n_events_Q="事件数"))
    labels = alt.Chart(_data(nodes)).mark_text(dy=-13, fontSize=11).encode(x=x, y=y, text="person:N")
    return _styled((edges + points + labels).resolve_scale(size="independent").properties(width=WIDTH, height=560), "共同出席网络")


def _places(graph: Any) -> dict[str, tuple[float, float]]:
    """Spring layout of each connected part, the parts side by side in rows, the largest first, each as large as its persons need."""
    import networkx

    place: dict[str, tuple[float, float]] = {}
    left, top, height = 0.0, 0.0, 0.0
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    broad = max(len(graph) ** 0.5 * 1.5, len(parts[0]) ** 0.5)
    for part in parts:
        side = len(part) ** 0.5
        if left and left + side > broad:
            left, top, height = 0.0, top + height + 1, 0.0
        inner = networkx.spring_layout(graph.subgraph(sorted(part)), seed=1, weight=None, iterations=80) if len(part) > 1 else {next(iter(part)): (0.0, 0.0)}
        for node, (x, y) in inner.items():
            place[node] = (left + side * (float(x) + 1) / 2, -(top + side * (float(y) + 1) / 2))
        left, height = left + side + 1, max(height, side)
    return place


def diary(tables: EventTables, person: str) -> altair.Chart:
    """What an official did when: one mark an event, a row a type. person: a name or a person_id."""
    alt = _altair()
    events = analysis.activity(tables, person).dropna(subset=["day"])
    title = f"{person.partition('@')[0]} 活动日志"
    if events.empty:
        return _nothing(title)
    columns = ["day", "type", "role", "place", "meeting", "summary"]
    chart = alt.Chart(_data(events[columns])).mark_tick(thickness=3, size=24).encode(
        x=alt.X("day:T", title="日期", axis=alt.Axis(format="%Y-%m")), y=alt.Y("type:N", title="事件"), color=alt.Color("role:N", title="角色"),
        tooltip=_tooltip(day_T="日期", type_N="事件", role_N="角色", place_N="地点", meeting_N="会议", summary_N="原文"))
    return _styled(chart.properties(width=WIDTH, height=alt.Step(38)), title)


def lineup(tables: EventTables, organization: str) -> altair.Chart:
    """Who held which post of a body over time: a bar from first to last seen (or appointed to removed). organization: part of its name."""
    alt = _altair()
    posts = analysis.registry(tables)
    held = posts[posts["organization"].fillna("").str.contains(organization, regex=False)]
    held = held.assign(start=held["appointed"].fillna(held["first_seen"]), end=held["removed"].fillna(held["last_seen"]) + pd.Timedelta(days=1))
    held = held.dropna(subset=["start"])
    if held.empty:
        return _nothing(f"{organization} 班子")
    held = held.assign(row=held["title_full"] + "  " + held["person"]).sort_values(["title_full", "start"])
    base = alt.Chart(_data(held[["row", "person", "title_full", "start", "end", "n_articles"]]))
    y = alt.Y("row:N", title=None, sort=held["row"].tolist())
    bars = base.mark_bar(height=12, cornerRadius=3).encode(
        x=alt.X("start:T", title="时间", axis=alt.Axis(format="%Y-%m")), x2="end:T", y=y, color=alt.Color("title_full:N", title="职务", legend=None),
        tooltip=_tooltip(person_N="姓名", title_full_N="职务", start_T="起", end_T="止", n_articles_Q="篇数"))
    return _styled(bars.properties(width=WIDTH, height=alt.Step(22)), f"{organization} 班子")


def place_map(tables: EventTables, top: int = 10) -> altair.Chart:
    """Where the news goes: one spot a division, size: mentions of places in it, the `top` with their names; grey: the counties around.

    Latitude and longitude are the division's (a county's seat), so that all places of a county share its spot; the tooltip lists them.
    """
    alt = _altair()
    places = _located(tables.places)
    if places.empty:
        return _nothing("地点")
    division = places["county"].fillna(places["city"]).fillna(places["province"]).fillna(places["name"])
    data = places.assign(division=division).astype({"lat": float, "lon": float}).groupby(["lat", "lon"], as_index=False).agg(
        division=("division", _most_frequent), names=("name", lambda names: "、".join(names.value_counts().index[:6])), n=("name", "size"))
    data = data.sort_values("n", ascending=False, kind="stable", ignore_index=True)
    box = [(low - pad, high + pad) for low, high in ((data[column].min(), data[column].max()) for column in ("lat", "lon"))
           for pad in (max(0.3, MARGIN * (high - low)),)]
    frame = _Frame(box)
    seen = set(zip(data["lat"], data["lon"], strict=True))
    around = [(float(row["lat"]), float(row["lon"]), row["name"]) for row in load_csv("divisions") if len(row["code"]) == 6 and row["lat"] and not row["until"]]
    around = [spot for spot in around if spot[:2] not in seen and frame.holds(*spot[:2])]
    position = {"longitude": "lon:Q", "latitude": "lat:Q"}
    grid = alt.Chart(alt.graticule(step=[_step(box)] * 2)).mark_geoshape(filled=False, stroke="#eee", strokeWidth=0.7)
    dots = alt.Chart(_data(pd.DataFrame(around, columns=["lat", "lon", "name"]))).mark_circle(color=GREY, size=14).encode(**position)
    spots = alt.Chart(_data(data)).mark_circle(color=RED, opacity=0.55).encode(
        **position, size=alt.Size("n:Q", title="提及次数", scale=alt.Scale(domain=[0, int(data["n"].max())], range=SPOTS)),
        tooltip=_tooltip(division_N="区划", names_N="地点", n_Q="次数"))
    sizes = (SPOTS[0] + (SPOTS[1] - SPOTS[0]) * data["n"] / data["n"].max()).to_numpy(dtype=float)
    wanted = [(row.lat, row.lon, row.division, math.sqrt(size / math.pi), 12) for row, size in zip(data.itertuples(), sizes, strict=True)]
    minor = [(*spot, 3, 10) for spot in around] if len(around) <= MOST_NAMES else []
    placed = frame.labelled(wanted[:top] + minor, blocked=wanted)
    labels = [alt.Chart(_data(pd.DataFrame(rows, columns=["lat", "lon", "name"]))).mark_text(
        fontSize=size, color="black" if size > 10 else "#999", **look).encode(**position, text="name:N") for (size, look), rows in placed]
    return _styled(alt.layer(grid, dots, spots, *labels).project("mercator", **frame.projection()).properties(width=WIDTH, height=HEIGHT), "地点")


def _located(places: pd.DataFrame) -> pd.DataFrame:
    """Places with a name and coordinates; a town without any has its county's, by the code."""
    spots = []
    for lat, lon, code in zip(places["lat"], places["lon"], places["adcode"], strict=True):
        county = None if pd.isna(code) or not pd.isna(lat) else gazetteer().by_code(code[:6])
        spots.append((county.lat, county.lon) if county else (lat, lon))
    return places.assign(lat=pd.array([lat for lat, _ in spots], dtype="Float64"), lon=pd.array([lon for _, lon in spots], dtype="Float64")).dropna(subset=["lat", "lon", "name"])


def _most_frequent(names: pd.Series) -> str:
    return names.value_counts().index[0]


def _step(box: list[tuple[float, float]]) -> float:
    """Degrees between the lines of the grid: four to ten lines."""
    extent = max(high - low for low, high in box)
    return next((step for step in (0.1, 0.2, 0.5, 1, 2, 5) if extent / step <= 10), 10)


class _Frame:
    """A stretch of the earth that fills the picture: what lies in it, where on the picture, and names that do not cover each other."""

    def __init__(self, box: list[tuple[float, float]]):
        (south, north), (west, east) = box
        up, down = self._mercator(north), self._mercator(south)
        self.scale = min(WIDTH / math.radians(east - west), HEIGHT / (up - down))  # pixels a radian
        self.longitude, self.middle = (west + east) / 2, (up + down) / 2

    @staticmethod
    def _mercator(latitude: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(max(-80, min(80, latitude))) / 2))

    def projection(self) -> dict[str, Any]:
        latitude = math.degrees(2 * math.atan(math.exp(self.middle)) - math.pi / 2)
        return {"center": [self.longitude, latitude], "scale": self.scale, "translate": [WIDTH / 2, HEIGHT / 2], "clipExtent": [[0, 0], [WIDTH, HEIGHT]]}

    def pixel(self, latitude: float, longitude: float) -> tuple[float, float]:
        return WIDTH / 2 + math.radians(longitude - self.longitude) * self.scale, HEIGHT / 2 - (self._mercator(latitude) - self.middle) * self.scale

    def holds(self, latitude: float, longitude: float) -> bool:
        x, y = self.pixel(latitude, longitude)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT

    def labelled(self, spots: list[tuple], blocked: list[tuple]) -> list[tuple[tuple, list]]:
        """((font size, side), [(lat, lon, name)]): each name to the right, left, above or below its spot, where nothing is; else left out.

        spots and blocked: (lat, lon, name, radius, font size), the most important first.
        """
        taken = [(x - radius, y - radius, x + radius, y + radius) for latitude, longitude, _, radius, _ in blocked for x, y in (self.pixel(latitude, longitude),)]
        kept: dict[tuple, list] = {}
        for latitude, longitude, name, radius, size in spots:
            x, y = self.pixel(latitude, longitude)
            wide, high, away = size * len(name), size * 1.2, round(radius) + 4
            sides = ((away, 0, "left"), (-away, 0, "right"), (0, -away - size / 2, "center"), (0, away + size / 2, "center"))
            for dx, dy, align in sides:
                left = x + dx - {"left": 0, "right": wide, "center": wide / 2}[align]
                box = (left, y + dy - high / 2, left + wide, y + dy + high / 2)
                if box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT and not any(_overlap(box, other) for other in taken):
                    taken.append(box)
                    kept.setdefault((size, (("dx", dx), ("dy", dy), ("align", align), ("baseline", "middle"))), []).append((latitude, longitude, name))
                    break
        return [((size, dict(look)), rows) for (size, look), rows in kept.items()]


def _overlap(one: tuple, other: tuple) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def save(chart: altair.Chart, path: str | Path, scale: float = 2.0, font_dir: str | Path | None = None) -> Path:
    """Write a chart to .png, .svg, .pdf, .html or .json.

    font_dir: a folder with font files (.ttf, .otf, .ttc) to use beside the installed ones. Warns where no font with Chinese
    characters is found: the picture would have boxes instead of them.
    """
    path = Path(path)
    if path.suffix in (".png", ".pdf", ".svg"):
        if font_dir is not None:
            register(font_dir)
        elif not has_chinese_font():
            warnings.warn(f"no font with Chinese characters is installed, they will show as boxes: {HOW_TO_GET_ONE}", stacklevel=2)
    chart.save(str(path), scale_factor=scale) if path.suffix == ".png" else chart.save(str(path))
    return path
