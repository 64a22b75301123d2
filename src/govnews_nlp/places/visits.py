"""What somebody visits: which bodies, companies and items of a list are sites there."""

from __future__ import annotations

import re

from .divisions import LONGEST_ITEM, DivisionNames
from .filters import PlaceFilters
from .pieces import VISITS, Found, Piece
from .words import BODY, GOES, IN_BRACKETS, LOCATIVE, VISIT, Word

HAN_NAME = re.compile(rf"(?:[㐀-鿿0-9０-９A-Za-z·•#“”]|(?<=[0-9])\.(?=[0-9]))+(?:[(（]{IN_BRACKETS}[)）][㐀-鿿0-9０-９A-Za-z·•#]*)?")  # 住宅区1#地怡林苑, 西海村2.1万亩示范项目


GROUP = "组"  # 青湾村马湖|组


class VisitedSites(DivisionNames):
    """What of a piece counts as a place because somebody goes there."""

    def __init__(self, lexicons: str | None = None):
        super().__init__(lexicons)
        self.filters = PlaceFilters(lexicons)

    def _to_end(self, text: str, item: Found, piece: Piece, end: int, closed: str) -> Found:
        """松林小区七区一段: in a list of places an item is a place as a whole."""
        rest = text[item.end : end]
        if rest and piece.frame == GOES and len(rest) <= 6 and closed in self.closes and (closed == "、" or piece.opened in self.closes) \
                and HAN_NAME.fullmatch(rest) and (rest == GROUP or not self._is_generic(rest)) and not rest.endswith(self.not_items) and not any(at >= item.end and text[at] in self.ends_names for at in piece.soft):
            return Found(item.start, end, item.kind, item.confidence - 0.1, item.evidence, item.hit)
        return item

    def _is_item(self, text: str, start: int, end: int, piece: Piece, closed: str) -> bool:
        """永茂泰: an item in a list of places, though its form tells nothing."""
        item = text[start:end]
        if closed == "等" and text.startswith("人", end + 1):
            return False  # 到困难群众甲、乙等人家中
        if closed in "，," and closed and (piece.opened in self.arrives or piece.opened == "在" and piece.frame == GOES):
            return self._is_brand(item) and not piece.names
        if closed not in self.closes or closed != "、" and piece.opened not in self.closes:
            return False
        if len(item) < 4 and item in self.ordinary or piece.opened in "和与" or item in self.words and self.words[item] == Word():
            return False
        return 1 < len(item) <= LONGEST_ITEM and HAN_NAME.fullmatch(item) is not None and not item.endswith(self.not_items) \
            and not self._is_generic(item) and (not piece.heads or piece.heads[-1][1] != end and not self.is_phrase(item) and not self.holds_cut(item))

    def _is_brand(self, item: str) -> bool:
        """来到青禾艺社，: no word of the language, nor a row of them."""
        return 3 < len(item) <= LONGEST_ITEM and HAN_NAME.fullmatch(item) is not None and not item.endswith(self.not_items) \
            and not self._is_generic(item) and not self.holds_cut(item) and not self.is_phrase(item)

    def _is_visited(self, frame: str | None, opened: str, closed: str, head: tuple, end: int) -> bool:
        if closed in self.builds:
            return False  # 区城投公司|承建的
        if head[2].level == BODY:
            return self._is_house(frame, opened, closed, head[1] == end)
        return frame in VISITS or frame == LOCATIVE and opened != "由" and head[1] == end and (closed in self.closes and closed not in self.not_bodies or closed in self.behind_scene
                                                                            or closed in self.words and self.words[closed].frame == VISIT)

    def _is_house(self, frame: str | None, opened: str, closed: str, at_end: bool) -> bool:
        """来到宁江县人民法院; 到宁江县人民法院调研; 在宁江县政府，"""
        if not at_end or closed in self.not_bodies:
            return False
        return frame == GOES or frame == LOCATIVE and opened in ("到", "在") and closed in self.words and (closed in "，,、和" and opened == "在" or self.words[closed].frame == VISIT)

    def _is_company(self, text: str, piece: Piece, start: int, head: tuple, names: list, closed: str) -> bool:
        """来到青禾纺织; 查看了青禾纺织、天鼎电子, but not 查看农业机械、食品; 在云州纺织、"""
        if piece.frame == GOES or not self._in_list(piece, closed):
            return piece.frame == GOES
        middle = text[start : head[0]]
        return piece.frame == LOCATIVE and bool(names or any(other[2].bears for other in piece.heads)) \
            or piece.frame == VISIT and len(middle) > 1 and middle not in self.ordinary and not self.is_phrase(middle) and not self.holds_cut(middle) and not self.filters.closes_not_ahead.match(text, head[1])

    def _in_list(self, piece: Piece, closed: str) -> bool:
        return closed == "、" or piece.opened == "、" or closed in self.closes and piece.opened in self.closes
