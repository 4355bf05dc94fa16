"""How much a document may be. A plan has 10,000 to 200,000 characters; what is far beyond these limits is a mistake or an attack."""

from typing import Final

MIB: Final = 1024 * 1024

#: Bytes of a file, by kind: text is all words, a PDF or DOCX carries pictures too, a ZIP many documents.
FILE_BYTES: Final = {
    ".txt": 32 * MIB,
    ".md": 32 * MIB,
    ".htm": 32 * MIB,
    ".html": 32 * MIB,
    ".docx": 64 * MIB,
    ".pdf": 64 * MIB,
    ".zip": 256 * MIB,
    ".jpg": 64 * MIB,
    ".jpeg": 64 * MIB,
    ".png": 64 * MIB,
    ".tif": 64 * MIB,
    ".tiff": 64 * MIB,
    ".doc": 64 * MIB,
    ".wps": 64 * MIB,
    ".rtf": 64 * MIB,
    ".ofd": 64 * MIB,
}

#: Characters of a document's text: ten times the longest plan known.
CHARACTERS: Final = 2_000_000

#: Entries of a ZIP of documents and of the ZIP that a DOCX is.
ZIP_ENTRIES: Final = 2_000
DOCX_ENTRIES: Final = 10_000

#: Declared bytes of all entries together, of one XML part of a DOCX, and how often an entry over 1 MiB may shrink by packing.
UNPACKED_BYTES: Final = 512 * MIB
XML_BYTES: Final = 32 * MIB
RATIO: Final = 200

PDF_PAGES: Final = 3_000

#: What a page of a PDF may draw, and how many places a grid on it may have, to be looked through for tables; and all pages together, in
#: objects, edges and places looked at. What is beyond is read as lines of text.
PDF_PAGE_RULINGS: Final = 20_000
PDF_GRID_PLACES: Final = 10_000
PDF_TABLE_EFFORT: Final = 1_500_000

#: Tables inside tables inside tables: pages laid out with tables have up to ten levels, and each copies the words of those inside it.
NESTED_TABLES: Final = 100

#: Memory of the parsing process; processor and clock seconds for one document.
MEMORY_BYTES: Final = 1024 * MIB
CPU_SECONDS: Final = 30
WALL_SECONDS: Final = 120

#: What is recognised in pictures: pages of a document, dots of a picture (A3 at 600 dpi has 70 million), processor and clock seconds
#: for one page (the processors of several threads add up), memory of the recognising process, lines of a page.
SCAN_PAGES: Final = 300
SCAN_PIXELS: Final = 100_000_000
SCAN_CPU_SECONDS: Final = 90
SCAN_WALL_SECONDS: Final = 300
SCAN_MEMORY_BYTES: Final = 4096 * MIB
SCAN_LINES: Final = 2_000

#: Clock seconds and memory that LibreOffice may use to convert one file.
OFFICE_SECONDS: Final = 120
OFFICE_MEMORY_BYTES: Final = 4096 * MIB

#: Characters of a file name without its extension, which becomes the plan id.
NAME_CHARACTERS: Final = 120


def too_long() -> str:
    """The reason for refusing a text of more than :data:`CHARACTERS`."""
    return f"文字超过 {CHARACTERS // 10_000} 万字。请拆分后再放入语料文件夹。"
