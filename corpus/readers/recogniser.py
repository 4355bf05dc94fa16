"""Words in pictures; the only door to RapidOCR (PP-OCR models run by ONNX Runtime), an extra that ``make install-ocr`` adds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from corpus.readers.raised_digits import RAISED, Sign, find_raised

#: What to do where the extra is missing.
REMEDY = "请先做文字识别（OCR）：运行 make install-ocr 装上后重试，或用其他软件识别，存为带文字层的 PDF 或 .docx。"

#: The longer side of a picture that is looked at, in dots: an A4 page at 170 dpi, where small print is still told apart …
_SIDE = 2000
#: … and of the one in which lines are looked for.
_SIDE_FOR_LINES = 1280


@dataclass(frozen=True, slots=True)
class Recognised:
    """Words in a picture, how sure they are (0..1), and the four corners around them in dots: upper left, then clockwise."""

    text: str
    confidence: float
    corners: tuple[tuple[float, float], ...]


def is_installed() -> bool:
    """Whether pictures can be read on this machine. Nothing is imported."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def recognise(picture: Any) -> list[Recognised]:
    """The lines in a picture (rows x columns x blue, green, red), as they are found."""
    found = _engine()(picture)
    if found.boxes is None:
        return []
    lines = []
    for text, sure, box, words in zip(found.txts, found.scores, found.boxes, found.word_results, strict=True):
        corners = tuple((float(x), float(y)) for x, y in box)
        lines.append(Recognised(_with_raised(text, corners, words, picture), float(sure), corners))
    return lines


def _with_raised(text: str, corners: Sequence[tuple[float, float]], words: Any, picture: Any) -> str:
    """A line's text with its raised digits as such signs; ``words``: (sign, confidence, its four corners) of each of its signs."""
    if not any(sign.isdecimal() for sign in text) or "".join(word[0] for word in words) != text.replace(" ", ""):
        return text
    (x0, y0), (x1, y1) = corners[:2]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    signs = []
    for sign, _, box in words:
        x, y = (sum(corner[axis] for corner in box) / len(box) for axis in (0, 1))
        signs.append(Sign(sign, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length))
    raised = find_raised(_straight(picture, corners), signs)
    told = iter(sign.text.translate(RAISED) if at in raised else sign.text for at, sign in enumerate(signs))
    return "".join(sign if sign == " " else next(told) for sign in text)


def _straight(picture: Any, corners: Sequence[tuple[float, float]]) -> Any:
    """The picture of a line, its darkest colour, set straight."""
    import numpy as np

    (x0, y0), (x1, y1), _, (x3, y3) = corners
    width, height = (max(1, round(math.hypot(x - x0, y - y0))) for x, y in ((x1, y1), (x3, y3)))
    across, down = np.arange(width)[None, :] / width, np.arange(height)[:, None] / height
    x, y = x0 + (x1 - x0) * across + (x3 - x0) * down, y0 + (y1 - y0) * across + (y3 - y0) * down
    rows, columns = picture.shape[:2]
    dots = picture[np.clip(np.rint(y), 0, rows - 1).astype(int), np.clip(np.rint(x), 0, columns - 1).astype(int)]
    return dots.min(axis=2)


@cache
def _engine() -> Any:
    """The models inside the package; nothing is ever downloaded."""
    import rapidocr

    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _SIDE,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "Det.limit_type": "max",
            "Det.limit_side_len": _SIDE_FOR_LINES,
        }
    )
