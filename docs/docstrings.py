"""For the API pages: arguments that a docstring explains (`published: a date. region: …`) become a list."""

from __future__ import annotations

import re

import griffe


class ArgumentLists(griffe.Extension):
    """Only names that the function or class has are taken for arguments."""

    def on_function(self, *, func: griffe.Function, **_) -> None:
        self._listed(func, [parameter.name for parameter in func.parameters if parameter.name not in ("self", "cls")])

    def on_class(self, *, cls: griffe.Class, **_) -> None:
        self._listed(cls, [name for name, member in cls.members.items() if member.is_attribute])

    @staticmethod
    def _listed(thing: griffe.Object, names: list[str]) -> None:
        if thing.docstring is None or not names:
            return
        name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        # at the beginning of a line or sentence: freq: … ; headline, kicker: …
        explained = re.compile(rf"(?:^|(?<=[.;)] ))((?:{name})(?:, (?:{name}))*): ", re.M)
        thing.docstring.value = "\n\n".join(_with_list(explained.sub(r"\n- **\1**: ", part)) for part in thing.docstring.value.split("\n\n"))


def _with_list(part: str) -> str:
    """A paragraph with its items behind it, as Markdown wants them."""
    head, *items = re.split(r"\n+(?=- \*\*)", part)
    return "\n\n".join(filter(None, (head.strip("\n"), "\n".join(item.replace("\n", "\n  ") for item in items))))
