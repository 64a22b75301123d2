"""What looks like a place and is part of another name: “旧金山愿景”, 甲国与乙国联合部队, 甲、乙等品牌展区."""

from __future__ import annotations

import re
from bisect import bisect_right

from ..lexicon import alternatives, load_toml
from .pieces import Found

QUOTE = re.compile(r"“([^“”，。、；：！？\n]{3,14})”")  # “旧金山愿景”
AND = ("与", "和", "同", "—", "－", "-", "——")
LOCATED = ("在", "到", "去", "来自", "从", "赴", "走进", "来")
LAW = re.compile("(?:(?:维护)?国家安全|国安)?(?:生态)?(?:环境)?(?:保护|管理|促进|建设|基本|自治|关系)?(?:法|条例)(?![院官律庭国制人])")  # 长江保护法, 香港国安法
COUNTED = re.compile("[十百千万][县市镇乡村户企校家站][百千万][镇乡村户企校人家亩园]")  # “百县千镇万村高质量发展工程”: a campaign
LIST = "list of places"


class PlaceFilters:
    """Takes out of the places of a text those that its wider neighbourhood makes none."""

    def __init__(self, lexicons: str | None = None):
        data = load_toml("places", lexicons)
        # 甲省、|乙省、丙省代表团; 甲、|乙县委: parts of one body's name or of several
        self.shared = re.compile("(?:[、和及][^、和及，。；：！？\\n]{2,8}?){1,8}(?:等)?(?:省区市)?(?:" + alternatives(data["bears"]["shared"]) + ")")
        self.joint = tuple(data["bears"]["joint"].split())
        self.speaks = re.compile("(?:" + alternatives(data["frames"]["speaks"]) + ")(?!为|号|呼)")
        closes_not = "等(?:[0-9一二两三四五六七八九十多]{1,3}[个类项种家]?)?(?:" + alternatives(data["frames"]["closes_not"]) + ")"
        self.closes_not = re.compile(closes_not)
        self.closes_not_ahead = re.compile("[^，,。；\n]{0,60}?" + closes_not)

    def __call__(self, text: str, found: list[Found]) -> list[Found]:
        quotes = [(match.start(1), match.end(1)) for match in QUOTE.finditer(text)] if "“" in text else []
        starts = [start for start, _ in quotes]
        drop: set[int] = set()
        for number in range(len(found) - 1, -1, -1):
            item, behind = found[number], found[number + 1] if number + 1 < len(found) else None
            dropped = number + 1 in drop
            if self._speaks(text, item) or self._is_joint(text, item, behind, dropped) or self._is_listed_with(text, item, behind, dropped) or item.hit is None and COUNTED.match(text, item.start, item.end) or item.whole and (LAW.match(text, item.end) or self.shared.match(text, item.end)):
                drop.add(number)
            elif item.whole and quotes:
                at = bisect_right(starts, item.start) - 1
                if at >= 0 and item.end <= quotes[at][1] and quotes[at] != (item.start, item.end) and not text.endswith(LOCATED, quotes[at][0], item.start):
                    drop.add(number)
        return [item for number, item in enumerate(found) if number not in drop]

    def _speaks(self, text: str, item: Found) -> bool:
        """甲国风暴预测中心|称: a body, where nobody is there."""
        return item.kind in ("venue", "facility", "site") and item.evidence.startswith("form") and self.speaks.match(text, item.end) is not None

    def _is_listed_with(self, text: str, item: Found, behind: Found | None, behind_dropped: bool) -> bool:
        if item.evidence != LIST:
            return False
        return self.closes_not.match(text, item.end) is not None or behind_dropped and behind is not None and behind.evidence == LIST and text[item.end : behind.start] == "、"

    def _is_joint(self, text: str, item: Found, behind: Found | None, behind_dropped: bool) -> bool:
        """甲国|与乙国联合部队, 中国—|甲国|自贸协定."""
        if not item.whole or item.hit is None or not any(division.is_foreign for division in item.hit.candidates):
            return False
        if text.startswith(self.joint, item.end):
            return True
        return behind_dropped and behind is not None and text[item.end : behind.start] in AND and behind.whole
