"""Pictures of the tables, as Altair charts: they show in Jupyter and save to PNG, SVG or HTML.

Chinese glyphs need a font with them. The charts name a list of common ones; where none is installed a PNG has boxes
instead of characters, and `save` says which package to install.
"""

from __future__ import annotations

import subprocess
import warnings
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pandas as pd

from . import analysis

if TYPE_CHECKING:
    import altair

    from .tables import EventTables

FONTS = "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Zen Hei, Microsoft YaHei, PingFang SC, SimHei, sans-serif"
ROLE_TITLE = {"date_start": "日期", "type": "事件", "role": "角色", "place": "地点", "summary": "原文"}


def _altair():
    try:
        import altair
    except ImportError:
        raise ImportError('plots need Altair: pip install "govnews-nlp[plot]"') from None
    return altair


def _styled(chart: altair.Chart, title: str) -> altair.Chart:
    return (chart.properties(title=title).configure(font=FONTS).configure_axis(labelFont=FONTS, titleFont=FONTS)
            .configure_title(font=FONTS).configure_legend(labelFont=FONTS, titleFont=FONTS).configure_text(font=FONTS))


def slogan_timeline(tables: EventTables, slogans: list[str] | None = None, freq: str = "M", top: int = 8) -> altair.Chart:
    """Mentions of slogans over time, a line each: the given ones, or the `top` most frequent."""
    alt = _altair()
    counts = analysis.slogan_timeline(tables, freq)
    chosen = slogans or counts.groupby("slogan")["n"].sum().nlargest(top).index.tolist()
    data = counts[counts["slogan"].isin(chosen)].astype({"slogan": str, "kind": str})
    chart = alt.Chart(data).mark_line(point=True).encode(
        x=alt.X("period:T", title="时间"), y=alt.Y("n:Q", title="提及次数"), color=alt.Color("slogan:N", title="提法"),
        tooltip=["slogan", "period:T", "n", "n_articles"])
    return _styled(chart.properties(width=620, height=320), "提法走势")


def slogan_heatmap(tables: EventTables, freq: str = "M", top: int = 25) -> altair.Chart:
    """Slogan × period, coloured by mentions."""
    alt = _altair()
    counts = analysis.slogan_timeline(tables, freq)
    chosen = counts.groupby("slogan")["n"].sum().nlargest(top).index.tolist()
    data = counts[counts["slogan"].isin(chosen)].astype({"slogan": str, "kind": str})
    chart = alt.Chart(data).mark_rect().encode(
        x=alt.X("yearmonth(period):O", title="时间"), y=alt.Y("slogan:N", sort=chosen, title="提法"),
        color=alt.Color("n:Q", title="次数", scale=alt.Scale(scheme="reds")), tooltip=["slogan", "n", "n_articles"])
    return _styled(chart.properties(width=620), "提法热力图")


def network(tables: EventTables, min_count: int = 1, top: int = 40) -> altair.Chart:
    """Officials who appear in the same events: the `top` most frequent, spring layout, width of a line = events shared."""
    alt = _altair()
    import networkx

    graph = analysis.coattendance(tables, min_count)
    kept = sorted(graph, key=lambda node: -graph.nodes[node]["n_events"])[:top]
    graph = graph.subgraph(kept)
    place = networkx.spring_layout(graph, seed=1, weight="weight") if len(graph) else {}
    nodes = pd.DataFrame([(n, x, y, graph.nodes[n]["n_events"], graph.nodes[n]["title"]) for n, (x, y) in place.items()],
                         columns=["person", "x", "y", "n_events", "title"])
    lines = pd.DataFrame([(*place[a], *place[b], w) for a, b, w in graph.edges(data="weight")], columns=["x", "y", "x2", "y2", "weight"])
    axis = {"axis": None}
    edges = alt.Chart(lines).mark_rule(color="#bbb").encode(
        x=alt.X("x:Q", **axis), y=alt.Y("y:Q", **axis), x2="x2", y2="y2", size=alt.Size("weight:Q", legend=None, scale=alt.Scale(range=[0.5, 4])))
    points = alt.Chart(nodes).mark_circle(color="#b5182b").encode(
        x=alt.X("x:Q", **axis), y=alt.Y("y:Q", **axis), size=alt.Size("n_events:Q", title="事件数"), tooltip=["person", "title", "n_events"])
    labels = alt.Chart(nodes).mark_text(dy=-11, fontSize=11).encode(x="x:Q", y="y:Q", text="person:N")
    return _styled((edges + points + labels).resolve_scale(size="independent").properties(width=620, height=520), "共同出席网络")


def diary(tables: EventTables, person: str) -> altair.Chart:
    """What an official did when: one mark an event, a row a type."""
    alt = _altair()
    events = analysis.activity(tables, person).dropna(subset=["date_start"])
    data = events.astype({column: str for column in ("type", "role", "place", "summary")})
    chart = alt.Chart(data).mark_tick(thickness=3, size=22).encode(
        x=alt.X("date_start:T", title="日期"), y=alt.Y("type:N", title="事件"), color=alt.Color("role:N", title="角色"),
        tooltip=[alt.Tooltip(column, title=title) for column, title in ROLE_TITLE.items()])
    return _styled(chart.properties(width=620), f"{person} 活动日志")


def lineup(tables: EventTables, organization: str) -> altair.Chart:
    """Who held which post of a body over time: a bar from first to last seen (or appointed to removed)."""
    alt = _altair()
    posts = analysis.registry(tables)
    held = posts[posts["organization"].fillna("").str.contains(organization, regex=False)].assign(
        start=lambda d: d["appointed"].fillna(d["first_seen"]), end=lambda d: d["removed"].fillna(d["last_seen"]) + pd.Timedelta(days=1))
    data = held[["person", "title_full", "start", "end"]].astype({"person": str, "title_full": str})
    chart = alt.Chart(data).mark_bar().encode(
        x=alt.X("start:T", title="时间"), x2="end", y=alt.Y("title_full:N", title="职务"), color=alt.Color("person:N", title="人员"),
        tooltip=["person", "title_full", "start:T", "end:T"])
    return _styled(chart.properties(width=620), f"{organization} 班子")


def place_map(tables: EventTables) -> altair.Chart:
    """Places by latitude and longitude of their division; size = mentions."""
    alt = _altair()
    places = tables.places.dropna(subset=["lat", "lon"]).groupby(["name", "lat", "lon"], as_index=False, observed=True).size()
    data = places.astype({"name": str, "lat": float, "lon": float})
    chart = alt.Chart(data).mark_circle(color="#b5182b", opacity=0.6).encode(
        longitude="lon:Q", latitude="lat:Q", size=alt.Size("size:Q", title="提及次数"), tooltip=["name", "size"]).project("mercator")
    return _styled(chart.properties(width=620, height=480), "地点")


def save(chart: altair.Chart, path: str | Path, scale: float = 2.0) -> Path:
    """Write a chart to .png, .svg, .html or .json; warns where no font with Chinese characters is installed."""
    path = Path(path)
    if path.suffix in (".png", ".svg") and not has_chinese_font():
        warnings.warn("no font with Chinese characters is installed: characters may show as boxes; "
                      "install one, for instance the package fonts-noto-cjk or fonts-wqy-zenhei", stacklevel=2)
    chart.save(str(path), scale_factor=scale) if path.suffix == ".png" else chart.save(str(path))
    return path


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters; True where there is no fontconfig to ask (Windows, macOS)."""
    if which("fc-list") is None:
        return not Path("/etc/debian_version").exists()
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())
