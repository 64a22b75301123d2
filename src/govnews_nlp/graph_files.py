"""A networkx graph as GEXF 1.3 (Gephi) and GraphML (Cytoscape, yEd).

networkx's own GEXF has attributes that the schema does not know (name, networkx_key) and keeps parallel edges apart only by
their ids; Gephi merges such edges unless each has its own `kind`, which GEXF 1.3 allows.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    import networkx

GEXF, VIZ, XSI = "http://gexf.net/1.3", "http://gexf.net/1.3/viz", "http://www.w3.org/2001/XMLSchema-instance"
TYPES = {bool: "boolean", int: "integer", float: "double", str: "string"}
OWN = {"label", "weight"}  # have a place of their own in the format
COLOURS = {"person": (181, 24, 43), "organization": (59, 130, 196)}  # by the attribute kind of a node
# characters that no XML may hold
FORBIDDEN = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def write_gexf(graph: networkx.MultiDiGraph, path: str | Path, description: str = "") -> Path:
    """Nodes and edges with label and typed attributes; `since` and `until` (ISO days) are also spells of a dynamic graph.

    Edges between the same two nodes get kinds of their own (position, position 2), or Gephi would add them up to one.
    """
    root = etree.Element(f"{{{GEXF}}}gexf", {"version": "1.3", f"{{{XSI}}}schemaLocation": f"{GEXF} {GEXF}/gexf.xsd"}, nsmap={None: GEXF, "viz": VIZ, "xsi": XSI})
    meta = _in(root, "meta")
    _in(meta, "creator").text = "govnews_nlp"
    if description:
        _in(meta, "description").text = _plain(description)
    nodes, edges = [data for _, data in graph.nodes(data=True)], [data for *_, data in graph.edges(data=True)]
    dated = any(data.get("since") or data.get("until") for data in [*nodes, *edges])
    element = _in(root, "graph", defaultedgetype="directed" if graph.is_directed() else "undirected", idtype="string",
                  **({"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"} if dated else {"mode": "static"}))
    node_ids, edge_ids = _declared(element, "node", nodes), _declared(element, "edge", edges)
    inside = _in(element, "nodes", count=str(len(nodes)))
    for node, data in graph.nodes(data=True):
        one = _in(inside, "node", id=_plain(node), label=_token(data.get("label", node)))
        _values(one, data, node_ids)
        if colour := COLOURS.get(data.get("kind", "")):
            etree.SubElement(one, f"{{{VIZ}}}color", dict(zip("rgb", map(str, colour), strict=True)))
    inside = _in(element, "edges", count=str(len(edges)))
    seen: Counter[tuple] = Counter()
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        kind = data.get("kind", "")
        seen[source, target, kind] += 1
        kind += f" {nth}" if (nth := seen[source, target, kind]) > 1 else ""
        one = _in(inside, "edge", id=str(number), source=_plain(source), target=_plain(target), weight=str(float(data.get("weight", 1))),
                  **{name: _token(value) for name, value in (("label", data.get("label", "")), ("kind", kind)) if value})
        _values(one, data, edge_ids)
    etree.ElementTree(root).write(str(path), encoding="utf-8", xml_declaration=True, pretty_print=True)
    return Path(path)


def write_graphml(graph: networkx.MultiDiGraph, path: str | Path) -> Path:
    """GraphML with typed keys; Cytoscape shows `name`, yEd `label`: nodes and edges have both. Cytoscape wants an id for every edge."""
    import networkx

    copy = type(graph)()
    copy.add_nodes_from((_plain(node), {**_cells(data), "name": _plain(data.get("label", node))}) for node, data in graph.nodes(data=True))
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        name = _plain(data.get("label", data.get("kind", "")))
        copy.add_edge(_plain(source), _plain(target), key=f"e{number}", **{**_cells(data), "name": name, "interaction": _plain(data.get("kind", ""))})
    networkx.write_graphml(copy, path, named_key_ids=False)
    return Path(path)


def _in(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{GEXF}}}{name}", attributes)


def _declared(graph: Any, kind: str, rows: list[dict]) -> dict[str, str]:
    """The <attributes> of nodes or edges; attribute → its id. A column of whole and broken numbers counts as broken ones."""
    types: dict[str, str] = {}
    for data in rows:
        for name, value in data.items():
            if name in OWN:
                continue
            now = TYPES[type(value)]
            types[name] = "double" if {types.get(name, now), now} == {"integer", "double"} else now
    attributes = _in(graph, "attributes", **{"class": kind, "mode": "static"})
    for name, type_ in types.items():
        _in(attributes, "attribute", id=name, title=name, type=type_)  # graphology names attributes by id, Gephi and networkx by title
    return {name: name for name in types}


def _values(element: Any, data: dict, ids: dict[str, str]) -> None:
    values = _in(element, "attvalues")
    for name, value in data.items():
        if name in ids and value != "":
            _in(values, "attvalue", **{"for": ids[name], "value": str(value).lower() if isinstance(value, bool) else _plain(value)})
    since, until = data.get("since"), data.get("until")
    span = {"start": since} if since else {}
    if until and not (since and until < since):
        span["end"] = until
    if span:
        _in(_in(element, "spells"), "spell", **span)


def _cells(data: dict) -> dict[str, Any]:
    return {name: _plain(value) if isinstance(value, str) else value for name, value in data.items()}


def _plain(value: Any) -> str:
    return str(value).translate(FORBIDDEN)


def _token(value: Any) -> str:
    """Without line breaks and double blanks, as xsd:token wants it."""
    return " ".join(_plain(value).split())
