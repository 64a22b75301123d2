"""The first rows of every table in a folder that `govnews extract` wrote."""

import sys
from pathlib import Path

import pandas as pd

import govnews_nlp as gn

HIDDEN = {"text", "start", "end", "confidence", "evidence", "source", "sentence", "content", "summary"}


def main() -> None:
    folder = Path(sys.argv[1])
    tables = gn.EventTables.read_parquet(folder)
    pd.set_option("display.width", 200, "display.max_columns", 20, "display.max_colwidth", 24, "display.unicode.east_asian_width", True)
    for name, frame in tables:
        hidden = HIDDEN - {"text"} if name in ("mentions", "dates", "places", "slogans") else HIDDEN
        shown = frame.drop(columns=[column for column in frame.columns if column in hidden or frame[column].isna().all()])
        print(f"\n{name}: {len(frame)} rows, {folder / name}.parquet\n{shown.head(5).to_string(index=False, na_rep='')}")


if __name__ == "__main__":
    main()
