"""A Chinese font of this machine with the few signs that the tests print: a whole one takes half a second for each PDF."""

import hashlib
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.running_server import HOME

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
_SIMPLIFIED = 2  # the number of the Simplified Chinese face in Noto's collections
#: How words are set together is nothing that is printed here, and takes longest to look through.
_UNUSED = "GSUB,GPOS,GDEF,BASE,VORG"


@cache
def cjk_font() -> str:
    """The file; the test is skipped when this machine has no such font. Made once, and found again by the next process and run."""
    whole = next((font for font in _FONTS if Path(font).is_file()), None)
    if whole is None:
        pytest.skip("no CJK font on this machine: install the Debian package fonts-noto-cjk")
    signs = "".join(sorted(_signs()))
    name = hashlib.sha256(f"{whole} {Path(whole).stat().st_size} {signs}".encode()).hexdigest()[:16]
    made = Path(tempfile.gettempdir()) / f"wence-tests-{name}.otf"
    if not made.is_file():
        with tempfile.TemporaryDirectory(dir=made.parent) as folder:
            _reduce(whole, signs, Path(folder) / "font.otf")
            (Path(folder) / "font.otf").replace(made)  # whole or not at all, whichever process makes it
    return str(made)


def _signs() -> set[str]:
    """All that stand in the tests and in the plans."""
    files = [*(HOME / "tests").glob("*.py"), *(HOME / "corpus" / "plans").glob("*.txt")]
    return set().union(*(path.read_text(encoding="utf-8") for path in files))


def _reduce(whole: str, signs: str, out: Path) -> None:
    """By the command of fontTools, which is there because fpdf2 subsets with it."""
    text = out.with_suffix(".txt")
    text.write_text(signs, encoding="utf-8")
    command = [sys.executable, "-m", "fontTools.subset", whole, f"--font-number={_SIMPLIFIED}", f"--text-file={text}"]
    options = ["--layout-features=", "--no-hinting", f"--drop-tables+={_UNUSED}", f"--output-file={out}"]
    subprocess.run([*command, *options], check=True, capture_output=True)
