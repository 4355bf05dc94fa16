"""The gold sets that can be run: those of the program, and those that were uploaded."""

import re
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from errors import GoldError
from eval.gold.questions import GoldQuestion, load_gold
from eval.gold.suites import load_suites

MOST_SETS = 100
"""Gold files that may be kept beside those of the program."""
MOST_QUESTIONS = 5_000
"""Questions of an uploaded file: some twenty minutes."""
_NAME = re.compile(r"\w[\w.（）()\- ]{0,60}")


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A gold file. ``missing``: plans that it asks about and the index does not hold."""

    name: str
    title: str
    path: Path
    questions: int
    missing: int


class GoldLibrary:
    """Gold sets by name; uploaded ones lie in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[Path, tuple[int, list[GoldQuestion]]] = {}

    def sets(self, held: Collection[str]) -> list[GoldSet]:
        """All of them: uploaded ones first, then those that ask only about plans that are held."""
        own = [(path.stem, path.stem, path) for path in sorted(self._folder.glob("*.jsonl"))]
        known = {name for name, _, _ in own}
        given = [(suite.name, suite.title, suite.gold) for suite in load_suites() if suite.gold.is_file()]
        found = [*own, *(one for one in given if one[0] not in known)]
        sets = [made for one in found if (made := self._set(*one, held))]
        return sorted(sets, key=lambda gold: (gold.name not in known, gold.missing > 0))

    def find(self, name: str, held: Collection[str] = ()) -> GoldSet:
        """The set of this name.

        Raises:
            GoldError: there is none.
        """
        found = next((gold for gold in self.sets(held) if gold.name == name), None)
        if found is None:
            raise GoldError("没有这套题。请刷新页面后重新选择。", "There is no such set. Refresh and choose again.")
        return found

    def add(self, name: str, content: bytes) -> str:
        """Keep an uploaded JSONL file, once every line of it has been read; returns the set's name.

        Raises:
            GoldError: its name or its lines cannot be used; the message names the lines.
        """
        stem = Path(name).stem.strip()
        if Path(name).name != name or not _NAME.fullmatch(stem) or not name.lower().endswith(".jsonl"):
            raise GoldError(
                "题目文件请用 .jsonl，文件名用汉字、字母和数字，60 字以内。",
                "A set is a .jsonl file whose name has at most 60 letters, digits or Chinese characters.",
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{stem}.jsonl"
        if not path.exists() and len(list(self._folder.glob("*.jsonl"))) >= MOST_SETS:
            raise GoldError(
                f"上传的题目文件已有 {MOST_SETS} 份。请管理员清理 {self._folder} 后再传。",
                f"{MOST_SETS} sets are kept, which is all there may be. Ask your administrator to clear {self._folder}.",
            )
        with tempfile.TemporaryDirectory(dir=self._folder) as work:
            arriving = Path(work) / f"{stem}.jsonl"
            arriving.write_bytes(content)
            try:
                questions = load_gold(arriving)
            except GoldError as error:
                raise GoldError(str(error).replace(str(arriving), name)) from None
            if len(questions) > MOST_QUESTIONS:
                raise GoldError(
                    f"{name} 有 {len(questions)} 题，超过 {MOST_QUESTIONS} 题。请拆分后再传。",
                    f"{name} has {len(questions)} questions; at most {MOST_QUESTIONS} are taken. Split it.",
                )
            arriving.replace(path)
        return stem

    def _set(self, name: str, title: str, path: Path, held: Collection[str]) -> GoldSet | None:
        try:
            questions = self._questions(path)
        except GoldError:
            return None  # changed by hand since it was taken in
        asked = {plan for question in questions for plan in question.asked_plans}
        return GoldSet(name, title, path, len(questions), len(asked - set(held)))

    def _questions(self, path: Path) -> list[GoldQuestion]:
        stamp = path.stat().st_mtime_ns
        if path not in self._loaded or self._loaded[path][0] != stamp:
            self._loaded[path] = stamp, load_gold(path)
        return self._loaded[path][1]
