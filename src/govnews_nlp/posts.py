"""Posts: a title as printed → region and organisation spelt out, position, level, code of the place it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .article import Article
from .titles import TitleGrammar, title_grammar


@dataclass(frozen=True, slots=True)
class Post:
    title_full: str | None
    organization: str | None
    position: str | None
    level: str | None
    adcode: str | None


class PostResolver:
    def __init__(self, lexicons: str | None = None):
        self.grammar: TitleGrammar = title_grammar(lexicons)

    def is_foreign(self, title: str) -> bool:
        return False

    def resolve(self, titles: list[tuple[str, int]], article: Article) -> list[Post]:
        posts = []
        for title, _ in titles:
            organization, position = self.grammar.split(title)
            posts.append(Post(title, organization or None, position, None, None))
        return posts


@lru_cache(maxsize=8)
def post_resolver(lexicons: str | None = None) -> PostResolver:
    return PostResolver(lexicons)
