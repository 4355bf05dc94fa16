import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from corpus.catalogue import load_corpus
from corpus.check import find_violations
from tests.hostile_files import hostile_files, write_good_files
from tests.hostile_memory import allowed, peak_of_children
from tests.hostile_shapes import hostile_shapes

ALL = hostile_shapes()
#: Of each kind one, that is made and read in a moment.
QUICK = (
    "colspan.html spans.html negative-spans.html tables-too-deep.html note-chain.html note-circle.html unknown-charset.html "
    "numbering-of-itself.docx numbering-circle.docx style-circle.docx grid-span.docx endless-footnotes.docx relation-itself.docx "
    "quadratic.docx grid.pdf font-of-itself.pdf codes-of-itself.pdf broken-font.pdf pages-parent.pdf paper-endless.pdf "
    "stream-filters.pdf picture-huge.pdf claims.png pages-circle.tif brackets.txt wide-rows.txt footnote-chain.md"
).split()
_CHINESE = re.compile("[一-鿿]{4}")


def _load(folder: Path, names: Iterable[str]) -> None:
    """Each file is read, or left out with a Chinese sentence; what is good beside them is read as ever."""
    good = write_good_files(folder)
    for name in names:
        (folder / name).write_bytes(ALL[name]())
    corpus = load_corpus(folder)
    plans = {plan.id: plan for plan in corpus.plans}
    assert {name: sum(c.kind == "clause" for c in plans[name].clauses) for name in good} == good
    reasons = {problem.file: problem.reason for problem in corpus.problems if problem.left_out}
    for name in names:
        reason = reasons.get(name, "")
        assert Path(name).stem in plans or (reason.endswith("。") and _CHINESE.search(reason)), (name, reason)
    assert [v for plan in plans.values() for v in find_violations(plan)] == []


def test_there_are_two_hundred_hostile_files_and_more() -> None:
    assert len(ALL) + len(hostile_files()) >= 200
    assert not set(ALL) & {file.name for file in hostile_files()}


def test_files_of_hostile_shape_are_read_or_refused_in_words(tmp_path: Path) -> None:
    assert set(QUICK) <= set(ALL)
    _load(tmp_path, random.Random(3).sample(QUICK, 6))


@pytest.mark.prove
def test_every_file_of_hostile_shape_is_read_or_refused_in_words(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property(
        "claim", "表格炸弹、循环引用、坏字体、假尺寸的图片：读出来，或用一句中文说明原因，旁边的好文件照常收入"
    )
    record_property("n", len(ALL))
    before = peak_of_children()
    _load(tmp_path, ALL)
    assert peak_of_children() <= max(before, allowed())
