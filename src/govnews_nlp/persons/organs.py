"""The bodies in which posts are held: their ids, their kinds, what stands above them, which posts every division has."""

from __future__ import annotations

import pandas as pd

from ..gazetteer import Division, gazetteer
from ..lexicon import load_toml, words_of
from ..officials.posts import post_resolver
from ..schema import LEVELS
from .careers import CENTRE, above, body_kind, foreign_country

ORGANIZATIONS = {"organization_id": "string", "organization": "string", "type": "string", "level": "string", "adcode": "string",
                 "parent_id": "string", "parent": "string", "seen": "boolean"}
CITY_OR_COUNTY = ("city", "county")
COMMITTEE, GOVERNMENT = "委", "政府"
UNDER_GOVERNMENT = ("government",)  # kinds of bodies that belong to their division's government


def within(code: str, division: str) -> bool:
    return code == division or division in above(code)


def organization_id(name: str, code: str | None) -> str:
    """岳阳市君山区委@430611: the same in every run."""
    if not pd.isna(code):
        return f"{name}@{code}"
    return f"{name}@{foreign_country(name) or (CENTRE if name.startswith(tuple(load_toml('careers')['centre'].values())) else '?')}"


def committee(division: Division) -> str:
    """岳阳市君山区委, 礼县县委, 广西壮族自治区党委, 阿里地委: as title_full spells it."""
    name = post_resolver().division_name(division)
    if name.endswith("自治区"):
        return name + "党委"
    if name.endswith("地区"):
        return name.removesuffix("地区") + "地委"
    return name + (name[-1] if len(division.name) == 2 else "") + COMMITTEE


def organ(division: Division, body: str) -> str:
    """The body of this kind (委, 政府, 政协 …) in a division."""
    return committee(division) if body in (COMMITTEE, "党委", "地委") else post_resolver().division_name(division) + body


def expected_posts(division: Division) -> list[str]:
    """What every city and county has: title_full as the officials table spells it."""
    kind = division.name[-1]
    posts = []
    for post in words_of(load_toml("careers")["expected"]["posts"]):
        if "X" in post and kind not in "市区县旗州盟":
            continue  # 地区 have a 行署专员
        full = post.replace("X", kind)
        posts.append(committee(division) + full[1:] if full.startswith(COMMITTEE) else post_resolver().division_name(division) + full)
    return posts


def organizations_of(posts: pd.DataFrame) -> pd.DataFrame:
    """The bodies of a registry's rows and those above them."""
    held = posts[posts["organization"].notna()]
    rank = held["level"].map({level: number for number, level in enumerate(LEVELS)})
    rows: dict[str, dict] = {}
    by_division: dict[str, set[str]] = {}
    for name, code, level, _ in sorted(zip(held["organization"], held["adcode"], held["level"], rank, strict=True), key=lambda row: 9 if pd.isna(row[3]) else row[3]):
        code = None if pd.isna(code) else code
        rows.setdefault(organization_id(name, code), {"organization": name, "level": level, "adcode": code, "seen": True})
        by_division.setdefault(code or "", set()).add(name)
    waiting = list(rows)
    while waiting:
        row = rows[id_ := waiting.pop()]
        parent = _parent(row["organization"], row["adcode"], by_division.get(row["adcode"] or "", set()))
        if parent is None:
            continue
        name, code = parent
        row["parent_id"], row["parent"] = organization_id(name, code), name
        if row["parent_id"] == id_:
            row["parent_id"] = row["parent"] = None
        elif row["parent_id"] not in rows:
            rows[row["parent_id"]] = {"organization": name, "level": None, "adcode": code, "seen": False}
            waiting.append(row["parent_id"])
    frame = pd.DataFrame([{"organization_id": id_, "type": body_kind(row["organization"]), **row} for id_, row in rows.items()])
    return frame.reindex(columns=list(ORGANIZATIONS)).astype(ORGANIZATIONS)


def _parent(name: str, code: str | None, beside: set[str]) -> tuple[str, str | None] | None:
    """(name, code) of the body above: 区委组织部 → 区委 → 市委 → 省委 → 中共中央; 县公安局 → 县政府."""
    division = gazetteer().by_code(code) if code else None
    if division is None or division.is_foreign:
        return None
    part_of = max((other for other in {*beside, committee(division)} if other != name and name.startswith(other)), key=len, default=None)
    if part_of:
        return part_of, code
    label = post_resolver().division_name(division)
    body = COMMITTEE if name == committee(division) else name.removeprefix(label)
    centre = load_toml("careers")["centre"]
    if body not in centre:
        government = organ(division, GOVERNMENT)
        return (government, code) if body_kind(name) in UNDER_GOVERNMENT and name != government else None
    upper = gazetteer().parent(division)
    if upper is None or upper.is_foreign:
        return centre[body], None
    return organ(upper, body), upper.code
