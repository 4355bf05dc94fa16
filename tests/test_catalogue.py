from pathlib import Path

import pytest

from corpus.catalogue import corpus_fingerprint, load_corpus, read_catalogue
from errors import CatalogueInvalid, CorpusMissing

TEXT = "甲市节能方案\n一、任务\n推进改造。\n"


def _folder(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_plans_are_sorted_by_id_and_named_after_their_files(tmp_path: Path) -> None:
    corpus = load_corpus(_folder(tmp_path, {"b.txt": TEXT, "a.md": f"# 乙市{TEXT}", "c.txt": f"丙市{TEXT}"}))
    assert [p.id for p in corpus.plans] == ["a", "b", "c"]
    assert corpus.problems == ()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("节能", "节\u200b能\ufeff").encode(),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16", "crlf", "invisible signs"],
)
def test_every_encoding_gives_the_same_clauses(tmp_path: Path, content: bytes) -> None:
    plan = load_corpus(_folder(tmp_path, {"a.txt": content})).plans[0]
    assert [(c.address, c.text) for c in plan.clauses] == [("文件头", "甲市节能方案"), ("一、", "一、任务\n推进改造。")]
    assert plan.title == "甲市节能方案"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "空的"),
        ("blank.txt", " \n\u3000\n".encode(), "没有文字"),
        ("marks.txt", b"---\n**\n---\n", "没有文字"),
        ("binary.txt", b"\x01\x02\0\0\0\x07" * 40, "二进制"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "图片"),
        ("noise.txt", bytes(range(128, 256)) * 40, ""),
        ("old.doc", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("picture.png", b"\x89PNG", "图片"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_and_the_others_load(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    corpus = load_corpus(_folder(tmp_path, {"a.txt": TEXT, name: content}))
    assert [p.id for p in corpus.plans] == ["a"]
    assert [p.file for p in corpus.problems] == [name]
    assert reason in corpus.problems[0].reason
    assert corpus.problems[0].reason.endswith("。")


def test_an_unreadable_file_is_reported_by_name(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"a.txt": TEXT})
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "folder.txt").mkdir()
    corpus = load_corpus(folder)
    assert [p.id for p in corpus.plans] == ["a"]
    assert sorted(p.file for p in corpus.problems) == ["folder.txt", "gone.txt"]


def test_two_files_of_one_stem_give_one_plan_and_a_problem(tmp_path: Path) -> None:
    corpus = load_corpus(_folder(tmp_path, {"a.md": TEXT, "a.txt": TEXT}))
    assert [p.id for p in corpus.plans] == ["a"]
    assert [p.file for p in corpus.problems] == ["a.txt"]
    assert "重复" in corpus.problems[0].reason


def test_a_folder_without_a_readable_plan_says_why(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing, match=r"没有可读的方案.*empty\.txt"):
        load_corpus(_folder(tmp_path, {"empty.txt": b""}))


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing, match="--corpus"):
        load_corpus(tmp_path / "nowhere")


def test_region_and_province_come_from_the_title_and_the_catalogue_goes_before(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.txt": TEXT.replace("甲市", "资阳市"),
        "b.txt": TEXT.replace("甲市", "澜浦州"),
        "catalogue.toml": '[b]\nprovince = "云南省"\naliases = ["澜州"]\n',
    }
    corpus = load_corpus(_folder(tmp_path, files))
    assert [(p.region, p.province, p.aliases) for p in corpus.plans] == [
        ("资阳市", "四川省", ()),
        ("澜浦州", "云南省", ("澜州",)),
    ]


def test_region_comes_from_the_issuer_when_the_title_names_none(tmp_path: Path) -> None:
    text = "郴州市人民政府\n2023年1月2日\n“十四五”节能减排方案\n一、任务\n推进。\n"
    assert load_corpus(_folder(tmp_path, {"a.txt": text})).plans[0].region == "郴州市"


@pytest.mark.parametrize("toml", ["[a", "[a]\ncolour = 'red'\n", "[a]\nprovince = 3\n", "a = 1\n", b"\xff\xfe["])
def test_a_malformed_catalogue_is_refused_with_its_place(tmp_path: Path, toml: str | bytes) -> None:
    folder = _folder(tmp_path, {"a.txt": TEXT, "catalogue.toml": toml})
    with pytest.raises(CatalogueInvalid, match=r"catalogue\.toml"):
        load_corpus(folder)


def test_without_a_catalogue_nothing_is_added(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path / "catalogue.toml") == {}


def test_fingerprint_follows_every_file_and_the_catalogue(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"a.txt": TEXT})
    prints = [corpus_fingerprint(folder)]
    assert load_corpus(folder).fingerprint == prints[0] == corpus_fingerprint(folder)
    (folder / "a.txt").write_text(TEXT + "一字之差", "utf-8")
    prints.append(corpus_fingerprint(folder))
    (folder / "b.txt").write_text(TEXT, "utf-8")
    prints.append(corpus_fingerprint(folder))
    (folder / "catalogue.toml").write_text('[a]\nprovince = "四川省"\n', "utf-8")
    prints.append(corpus_fingerprint(folder))
    assert len(set(prints)) == 4


def test_hidden_files_are_no_plans(tmp_path: Path) -> None:
    corpus = load_corpus(_folder(tmp_path, {"a.txt": TEXT, ".b.txt": TEXT, "~$c.docx": b"lock"}))
    assert [p.id for p in corpus.plans] == ["a"]
    assert corpus.problems == ()
