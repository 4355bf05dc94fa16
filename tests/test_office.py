"""Older office files are converted where LibreOffice is installed, and named with what to do where it is not."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.readers import Document, DocumentReader, Refusal, office
from tests.made_documents import make_docx

WORDS = "松桥市节水方案\n一、目标\n到2026年，新建泵站8座。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512

Install = Callable[[str], None]

#: Writes the words beside its arguments, as LibreOffice writes its DOCX.
CONVERTS = """
place = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])
place.mkdir(parents=True, exist_ok=True)
source = pathlib.Path(sys.argv[-1])
(place / (source.stem + '.docx')).write_bytes(pathlib.Path(MADE).read_bytes())
pathlib.Path(SEEN).write_text(json.dumps([sys.argv, dict(os.environ)]))
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a ``soffice`` that runs a program of the test on the PATH, and nothing else of an office."""
    place = tmp_path / "bin"
    place.mkdir()
    made, seen = tmp_path / "made.docx", tmp_path / "seen.json"
    made.write_bytes(make_docx(WORDS.splitlines()))

    def write(program: str) -> None:
        path = place / "soffice"
        head = f"#!{sys.executable}\nimport json, os, pathlib, sys, time\nMADE, SEEN = {str(made)!r}, {str(seen)!r}\n"
        path.write_text(head + program, encoding="utf-8")
        path.chmod(0o755)

    monkeypatch.setenv("PATH", f"{place}:/usr/bin:/bin")
    monkeypatch.setattr(office, "_NAMES", ("soffice",))
    return write


def _read(path: Path) -> Document | Refusal:
    with DocumentReader() as reader:
        (found,) = reader.read(path)
    return found


@pytest.mark.parametrize("kind", sorted(office.OFFICE_KINDS))
def test_an_office_file_is_read_as_the_docx_that_it_is_converted_to(
    tmp_path: Path, install: Install, kind: str
) -> None:
    install(CONVERTS)
    (tmp_path / f"节水{kind}").write_bytes(OLE)
    found = _read(tmp_path / f"节水{kind}")
    assert isinstance(found, Document), found
    assert (found.name, found.stem) == (f"节水{kind}", "节水")
    assert found.text.splitlines() == WORDS.splitlines()


@pytest.mark.parametrize("kind", sorted(office.OFFICE_KINDS))
def test_without_an_office_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(office, "find_office", lambda: "")
    (tmp_path / f"a{kind}").write_bytes(OLE)
    found = _read(tmp_path / f"a{kind}")
    assert isinstance(found, Refusal)
    assert ".docx" in found.reason
    assert "LibreOffice" in found.reason


def test_the_office_has_a_profile_of_its_own_and_none_of_our_environment(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(CONVERTS)
    monkeypatch.setenv("WENCE_SECRET_KEY", "s3cret")
    (tmp_path / "a.doc").write_bytes(OLE)
    assert isinstance(_read(tmp_path / "a.doc"), Document)
    seen = (tmp_path / "seen.json").read_text()
    assert "-env:UserInstallation=file://" in seen
    assert "--headless" in seen
    assert "s3cret" not in seen
    assert str(Path.home()) not in seen.partition("UserInstallation=")[2].partition('"')[0]


@pytest.mark.parametrize(
    ("program", "seconds", "reason"),
    [
        ("time.sleep(600)", 1, "超过 1 秒"),
        ("sys.exit(1)", 60, "没能转换"),
        (CONVERTS.replace("MADE).read_bytes()", "MADE).read_bytes()[:80]"), 60, "请"),
    ],
)
def test_an_office_that_hangs_or_fails_costs_its_document_only(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch, program: str, seconds: int, reason: str
) -> None:
    install(program)
    (tmp_path / "a.doc").write_bytes(OLE)
    monkeypatch.setattr("corpus.readers.limits.OFFICE_SECONDS", seconds)
    found = _read(tmp_path / "a.doc")
    assert isinstance(found, Refusal)
    assert reason in found.reason


def test_what_an_office_leaves_running_is_ended(tmp_path: Path, install: Install) -> None:
    install("import subprocess\nsubprocess.Popen(['sleep', '600'])\n" + CONVERTS)
    (tmp_path / "a.doc").write_bytes(OLE)
    assert isinstance(_read(tmp_path / "a.doc"), Document)
    assert not [path for path in Path("/proc").glob("[0-9]*/environ") if b"wence-office-" in _environment(path)]


def _environment(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
