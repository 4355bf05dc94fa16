"""Pages as pictures, each measured by its header before a dot of it is decoded; the only door to Pillow."""

import io
from dataclasses import dataclass
from typing import Any

from corpus.readers import limits
from corpus.readers.document import Unreadable
from corpus.readers.pdf import open_pdf

#: Files that are a picture.
PICTURE_KINDS = frozenset((".jpeg", ".jpg", ".png", ".tif", ".tiff"))
_FORMATS = ("JPEG", "PNG", "TIFF")
#: The longer side of a picture that is made of a page, in dots: more tells no sign apart.
_SIDE = 2400


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page: rows x columns x blue, green, red."""

    dots: Any
    width: int
    height: int


def count_pages(kind: str, data: bytes) -> int:
    """How many pages a PDF or a picture has (a TIFF may have several).

    Raises:
        Unreadable: damaged, or no picture.
    """
    return len(open_pdf(data)) if kind == ".pdf" else int(getattr(_open_picture(data), "n_frames", 1))


def page_picture(kind: str, data: bytes, number: int) -> PagePicture:
    """A page of a PDF or of a picture, upright and no larger than is looked at; ``number`` counts from 0.

    Raises:
        Unreadable: damaged, or of more dots than :data:`corpus.readers.limits.SCAN_PIXELS`.
    """
    return _rendered(data, number) if kind == ".pdf" else _decoded(data, number)


def _rendered(data: bytes, number: int) -> PagePicture:
    import pypdfium2
    from pypdfium2 import raw

    page = open_pdf(data)[number]
    for shown in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        try:
            _check_dots(*shown.get_px_size())
        except pypdfium2.PdfiumError:
            continue  # it has no size: it cannot be drawn either
    scale = _SIDE / max(*page.get_size(), 1.0)
    dots = page.render(scale=scale).to_numpy()
    return PagePicture(dots[:, :, :3], dots.shape[1], dots.shape[0])


def _decoded(data: bytes, number: int) -> PagePicture:
    import numpy as np
    from PIL import Image, ImageOps

    picture = _open_picture(data)
    try:
        picture.seek(number)
        _check_dots(*picture.size)
        picture.draft("RGB", (_SIDE, _SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
        dots = np.asarray(_on_white(upright))[:, :, ::-1]
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unreadable("图片已损坏或不完整。请重新下载或重新扫描。") from None
    return PagePicture(np.ascontiguousarray(dots), dots.shape[1], dots.shape[0])


def _on_white(picture: Any) -> Any:
    """A picture in three colours; what is transparent shows the white of the paper."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def _open_picture(data: bytes) -> Any:
    """A picture of which only the header is read."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # measured here, by our own limit and with our own words
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except (OSError, SyntaxError, ValueError):
        raise Unreadable("内容不是 JPEG、PNG 或 TIFF 图片，或已损坏。请改正扩展名，或重新扫描。") from None


def _check_dots(width: int, height: int) -> None:
    if width * height > limits.SCAN_PIXELS:
        most = limits.SCAN_PIXELS // 10_000
        raise Unreadable(f"图片有 {width * height // 10_000} 万像素，超过 {most} 万。请降低扫描分辨率后再放入。")
