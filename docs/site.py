"""What MkDocs makes while it builds the site: pages of the notebooks with their outputs, the table of lexicon files and keys."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
LEXICONS = ROOT / "src" / "govnews_nlp" / "lexicons"
MARK = "<!-- lexicon files and keys: made by docs/site.py -->"
# a link to a file of the project that is no page: its text stays
OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\)")
LONGEST_COMMENT = 200


def on_files(files, config):
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=notebook_page(path)))
    return files


def on_page_markdown(markdown, page, config, files):
    return markdown.replace(MARK, lexicon_table()) if MARK in markdown else markdown


# ---------------------------------------------------------------- notebooks

def notebook_page(path: Path) -> str:
    """Markdown of a notebook's cells and their stored outputs."""
    parts = []
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(OUTSIDE.sub(r"\1", source.replace(".ipynb)", ".md)")))
            continue
        parts.append(f"```python\n{source}\n```")
        parts += [_shown(output) for output in cell["outputs"]]
    return "\n\n".join(part for part in parts if part)


def _shown(output: dict) -> str:
    """An output as a picture, a table or text."""
    if output["output_type"] == "stream":
        return _text("".join(output["text"]))
    data = output.get("data", {})
    if "image/png" in data:
        return f'<img alt="chart" src="data:image/png;base64,{"".join(data["image/png"]).strip()}">'
    if "text/html" in data:
        html = re.sub(r"\n\s*\n", "\n", "".join(data["text/html"]))  # a blank line would end the block
        html = html.replace(' border="1" class="dataframe"', "")  # the site's own style of tables
        return f'<div class="output" style="overflow-x:auto">\n{html}\n</div>'
    return _text("".join(data.get("text/plain", "")))


def _text(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```" if text.strip() else ""


# ---------------------------------------------------------------- lexicons

def lexicon_table() -> str:
    """All lexicon files: the comment at their head, and each key or column with the comment above it."""
    parts = []
    for path in sorted(LEXICONS.glob("*.toml")):
        head, keys = toml_keys(path.read_text("utf-8"))
        rows = "\n".join(f"| `{name}` | {_cell(comment)} |" for name, comment in keys)
        parts.append(f"### {path.name}\n\n{_cell(head)}\n\n| key | what it holds |\n| --- | --- |\n{rows}")
    for path in sorted(LEXICONS.glob("*.csv*")):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        columns, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
        parts.append(f"### {path.name}\n\n{len(rows):,} rows. Columns: {', '.join(f'`{column}`' for column in columns)}.\n\n"
                     f"For instance `{','.join(rows[0])}`.")
    return "\n\n".join(parts)


def toml_keys(text: str) -> tuple[str, list[tuple[str, str]]]:
    """(comment at the head of the file, [(key, comment above or under it, else the names of its values)])."""
    head: list[str] = []
    comments: dict[str, str] = {}
    values: dict[str, list[str]] = {}
    above: list[str] = []
    table = ""  # the [table] that the line stands in
    inside = False  # a value over several lines
    for line in text.splitlines():
        stripped = line.strip()
        if inside:
            inside = '"""' not in stripped and stripped != "]"
        elif stripped.startswith("#"):
            above.append(stripped.lstrip("# ").replace("----", "").strip())
        elif not stripped:
            head, above = (head or above, []) if not comments else (head, above)
        elif match := re.fullmatch(r"\[+([^\]]+)\]+\s*(?:#\s*(.*))?", stripped):
            table = match[1]
            comments.setdefault(table, match[2] or " ".join(above))
            above = []
        elif match := re.match(r"([\w\"一-鿿]+)\s*=\s*(.*)", stripped):
            if not table:
                comments[match[1]] = " ".join(above)
            else:
                values.setdefault(table, []).append(match[1])
                comments[table] = comments[table] or " ".join(above)  # it stands under [table]
            above = []
            inside = match[2].count('"""') == 1 or (match[2].startswith("[") and "]" not in match[2])
    return " ".join(head), [(key, comment or ", ".join(name for name in values.get(key, []) if name.isascii() and '"' not in name))
                            for key, comment in comments.items()]


def _cell(text: str) -> str:
    text = text.replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[")
    return text if len(text) <= LONGEST_COMMENT else text[:LONGEST_COMMENT].rsplit(" ", 1)[0] + " …"
