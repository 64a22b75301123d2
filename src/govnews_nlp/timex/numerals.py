"""Numbers in Arabic (half and full width) and Chinese characters, as far as dates and durations need them."""

from __future__ import annotations

ARABIC = "0-9０-９"
DIGITS = "〇○零一二三四五六七八九"  # 二〇二三
COUNTING = DIGITS[3:] + "十百两廿卅"  # 二十三, 廿三; the first nine are 一 … 九
NUMBER = f"{ARABIC}{DIGITS[:3]}{COUNTING}"

_VALUE = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "元": 1, "首": 1, "半": 0.5}
_SCALE = {"十": 10, "百": 100}
_TENS = {"廿": 20, "卅": 30}


def number(text: str) -> int:
    """'12', '１２', '十二', '二〇二三', '廿三' → int. Raises ValueError where text is no number."""
    if text.isdecimal():
        return int(text)
    if not any(char in _SCALE or char in _TENS for char in text):
        return int("".join(str(_digit(char)) for char in text))
    total, digit = 0, None
    for char in text:
        if char in _TENS:
            total, digit = total + _TENS[char], None
        elif char in _SCALE:
            total, digit = total + (1 if digit is None else digit) * _SCALE[char], None
        else:
            digit = _digit(char)
    return total + (digit or 0)


def _digit(char: str) -> int:
    if char.isdecimal():
        return int(char)
    if char not in _VALUE or char == "半":
        raise ValueError(f"{char!r} is no digit")
    return _VALUE[char]
