"""Words in pictures; the only door to RapidOCR (PP-OCR models run by ONNX Runtime), an extra that ``make install-ocr`` adds."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

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
    return [
        Recognised(text, float(sure), tuple((float(x), float(y)) for x, y in box))
        for text, sure, box in zip(found.txts, found.scores, found.boxes, strict=True)
    ]


@cache
def _engine() -> Any:
    """The models inside the package; nothing is ever downloaded."""
    import rapidocr

    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _SIDE_FOR_LINES,
        }
    )
