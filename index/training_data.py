"""What the bundled model learns from: laws, abstracts and synonyms from one folder, and our own table of everyday wordings.

The folder holds ``laws.tar.xz`` (Markdown files of laws and regulations), ``csl.tar.xz`` (titles and abstracts of papers) and
``wn-data-cmn.tab`` (Chinese Open Wordnet). Archives are read in place, nothing is unpacked to disk. The wordings are committed
beside this file. No plan is read: the plans are what the model is tested on.
"""

import hashlib
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from errors import TrainingDataMissing

LAWS, PAPERS, SYNONYMS = "laws.tar.xz", "csl.tar.xz", "wn-data-cmn.tab"
WORDINGS = Path(__file__).resolve().parent / "wordings.tsv"
"""A line a thing, in five columns: its official terms, everyday wordings, English names, neighbours, domain; entries joined by ``|``."""
LICENCE = "LICENSE.chinese-open-wordnet"

_ARTICLE = re.compile(r"^第[一二三四五六七八九十百千零〇两\d]+条(?:之[一二三四五六七八九十]+)?[\s　]*")
_HEADING = re.compile(r"^(#+)\s*(.*?)\s*$")
_ORDINAL = re.compile(r"^第[一二三四五六七八九十百零〇\d]+[编章节篇][\s　]*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HAN = re.compile(r"[一-鿿]+")
_SAME_ABSTRACT = (
    40  # the keyword files append the title to the abstract; this many characters tell which abstract it is
)
_MAX_GROUP = 8  # larger synonym groups are lists of kinds, not of equals


@dataclass(frozen=True, slots=True)
class Article:
    """One article (第X条) or one paragraph of a text without articles, with the title and chapter it stands under."""

    title: str
    chapter: str
    text: str


@dataclass(frozen=True, slots=True)
class Abstract:
    """One paper: its title, its keywords and its abstract."""

    title: str
    keywords: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing: what people call it (in English too), what official texts call it, and ``neighbours``: terms it is not to be taken for."""

    everyday: tuple[str, ...]
    official: tuple[str, ...]
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Everything read from the folder, in a fixed order; ``digest`` is the SHA-256 over the four files."""

    articles: tuple[Article, ...]
    abstracts: tuple[Abstract, ...]
    synonyms: tuple[tuple[str, ...], ...]
    wordings: tuple[Wording, ...]
    licence: str
    digest: str

    def texts(self) -> Iterator[str]:
        """The running text (laws, then papers) that tokenizers and word vectors are learnt from."""
        for article in self.articles:
            yield article.text
        for abstract in self.abstracts:
            yield f"{abstract.title}。{abstract.text}"


def load_training_data(folder: Path, wordings: Path = WORDINGS) -> TrainingData:
    """Read the folder and the table of wordings.

    Raises:
        TrainingDataMissing: the folder or one of its files is not there, or an archive holds nothing usable.
    """
    names = (LAWS, PAPERS, SYNONYMS, LICENCE)
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise TrainingDataMissing(
            f"训练数据文件夹 {folder} 缺少：{'、'.join(missing)}。请按 docs/embedding-model.md 备齐后重试。"
        )
    try:
        articles, abstracts = tuple(_read_laws(folder / LAWS)), tuple(_read_papers(folder / PAPERS))
    except (tarfile.TarError, EOFError, OSError, UnicodeDecodeError) as error:
        raise TrainingDataMissing(
            f"训练数据 {folder} 中的压缩包读不出来（{error}）。请按 docs/embedding-model.md 重新取得后重试。"
        ) from None
    data = TrainingData(
        articles=articles,
        abstracts=abstracts,
        synonyms=tuple(_read_synonyms(folder / SYNONYMS)),
        wordings=tuple(read_wordings(wordings)),
        licence=(folder / LICENCE).read_text(encoding="utf-8"),
        digest=_digest([*(folder / name for name in names[:3]), wordings]),
    )
    if not (data.articles and data.abstracts and data.synonyms and data.wordings):
        raise TrainingDataMissing(
            f"训练数据 {folder} 中有文件没有可用的内容。请按 docs/embedding-model.md 重新取得后重试。"
        )
    return data


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _members(path: Path, suffix: str) -> Iterator[tuple[str, str]]:
    """Name and text of every file of this kind in the archive, in name order."""
    with tarfile.open(path, "r:xz") as archive:
        found = []
        for member in archive:
            if member.isfile() and member.name.endswith(suffix):
                stream = archive.extractfile(member)
                if stream is not None:
                    found.append((member.name, stream.read().decode("utf-8")))
    yield from sorted(found)


def _read_laws(path: Path) -> Iterator[Article]:
    """Articles of all laws; an article that several laws share word for word comes once."""
    seen: set[str] = set()
    for name, text in _members(path, ".md"):
        if name.endswith("_index.md"):
            continue
        for article in parse_law(text):
            if article.text not in seen:
                seen.add(article.text)
                yield article


def parse_law(markdown: str) -> Iterator[Article]:
    """Cut one law into articles; paragraphs outside any article come one by one.

    What stands before the mark ``INFO END`` (dates, who passed it) is left out.
    """
    title, chapter, parts, in_article = "", "", list[str](), False
    head, mark, body = markdown.partition("<!-- INFO END -->")
    for line in head.splitlines():
        heading = _HEADING.match(line)
        if heading and not title:
            title = _COMMENT.sub("", heading[2]).strip()
    for raw in _COMMENT.sub("", body if mark else markdown).splitlines():
        line = raw.strip()
        heading = _HEADING.match(line)
        article = _ARTICLE.match(line)
        if (heading or article or not in_article) and parts:
            yield Article(title, chapter, "\n".join(parts))
            parts = []
        if heading:
            chapter, in_article = _ORDINAL.sub("", heading[2]), False
        elif article:
            parts, in_article = [line[article.end() :]], True
        elif line:
            parts.append(line)
    if parts:
        yield Article(title, chapter, "\n".join(parts))


def _read_papers(path: Path) -> Iterator[Abstract]:
    """Abstracts with their titles (files ts_*) and keywords (files kg_*)."""
    titles: dict[str, str] = {}
    keywords: dict[str, tuple[str, ...]] = {}
    for name, text in _members(path, ".tsv"):
        for line in text.splitlines():
            cells = line.split("\t")
            if len(cells) != 3:
                continue
            if Path(name).name.startswith("ts_"):
                titles[cells[1]] = cells[2]
            elif Path(name).name.startswith("kg_"):
                keywords[cells[1][:_SAME_ABSTRACT]] = tuple(word for word in cells[2].split("_") if word)
    for abstract, title in titles.items():
        yield Abstract(title, keywords.get(abstract[:_SAME_ABSTRACT], ()), abstract)


def _read_synonyms(path: Path) -> Iterator[tuple[str, ...]]:
    """Groups of words with one meaning: 2 to 8 words of at least two Chinese characters each."""
    groups: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 3 and cells[1] == "cmn:lemma":
            word = cells[2].strip().replace("+", "")
            if len(word) > 1 and _HAN.fullmatch(word) and word not in groups[cells[0]]:
                groups[cells[0]].append(word)
    yield from sorted({tuple(words) for words in groups.values() if 2 <= len(words) <= _MAX_GROUP})


@cache  # the lexicon, typos, English words and the terms of the reader are all read from it
def read_wordings(path: Path = WORDINGS) -> tuple[Wording, ...]:
    """The rows of the table of wordings, in file order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_wording(line) for line in lines if line.strip() and not line.startswith("#"))


def _wording(line: str) -> Wording:
    official, everyday, english, neighbours, _ = (tuple(filter(None, c.split("|"))) for c in line.split("\t"))
    return Wording(everyday + english, official, neighbours)
