"""The bundled embedding model, read without torch, and the door to other models."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from errors import EmbeddingModelMissing
from index.embed import BUNDLED, PIECES, TABLE, open_embedder, open_static_embedder

ROOT = Path(__file__).parent.parent
TEXTS = [
    "到2025年，全市单位生产总值能源消耗比2020年下降12.5%，力争达到13%。",
    "自来水管漏水怎么办",
    "VOCs、NOx 与 COD 的减排量",
    "ＡＢＣ　全角１２３",
    "黔东南苗族侗族自治州",
    "龘",
    "，。！",
    "",
    "农业农村节能减排工程\n推进农药化肥减量增效和秸秆综合利用。" * 40,
]


@pytest.mark.prove
def test_the_light_reader_gives_what_sentence_transformers_gives() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUNDLED), device="cpu", local_files_only=True)
    theirs = np.asarray(model.encode_document(TEXTS, convert_to_numpy=True), dtype=np.float32)
    ours = open_embedder().encode_document(TEXTS)
    lengths = np.linalg.norm(ours, axis=1)
    assert np.all(np.sum(ours * theirs, axis=1)[lengths > 0] > 1 - 1e-3)
    assert np.array_equal(lengths > 0, np.linalg.norm(theirs, axis=1) > 0)


def test_vectors_are_float32_of_length_one_and_zero_for_nothing() -> None:
    embedder = open_embedder()
    vectors = embedder.encode_query(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    lengths = np.linalg.norm(vectors, axis=1)
    empty = [place for place, text in enumerate(TEXTS) if text in ("", "，。！")]
    assert np.all(lengths[empty] == 0)
    assert np.allclose(np.delete(lengths, empty), 1, atol=1e-5)
    assert embedder.encode_query([]).shape == (0, embedder.dimension)


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    embedder = open_embedder()
    together = embedder.encode_document(TEXTS * 200)
    alone = np.vstack([embedder.encode_document([text]) for text in TEXTS])
    assert np.array_equal(together[: len(TEXTS)], alone)
    assert np.array_equal(together[-len(TEXTS) :], alone)


@pytest.mark.parametrize(
    ("everyday", "official", "other"),
    [
        ("自来水管漏水", "城市公共供水管网漏损率控制在9%以内", "基本淘汰国三及以下排放标准汽车"),
        ("养猪场的粪便", "畜禽粪污综合利用率保持在80%以上", "鼓励发展绿色信贷"),
        ("快递盒子太浪费", "实施快递包装绿色治理", "推进现役煤电机组节煤降耗改造"),
        ("企业能少交税吗", "落实资源综合利用税收优惠政策", "持续推进农村厕所革命"),
    ],
)
def test_everyday_wording_lies_nearer_to_its_official_wording(everyday: str, official: str, other: str) -> None:
    query, right, wrong = open_embedder().encode_query([everyday, official, other])
    assert query @ right > query @ wrong + 0.1


def test_text_that_is_no_valid_unicode_is_embedded_all_the_same() -> None:
    assert np.isfinite(open_embedder().encode_query(["节能\ud800减排"])).all()


def test_opening_the_bundled_model_loads_no_torch() -> None:
    code = (
        "import sys; from index.embed import open_embedder; open_embedder().encode_query(['节能']);"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules), 'heavy import'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)


def test_the_bundled_folder_is_small_holds_the_notice_and_no_pickle() -> None:
    files = [path for path in BUNDLED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 15_000_000
    assert {path.suffix for path in files} <= {".safetensors", ".json", ".md", ".tiktoken", ".chinese-open-wordnet"}
    assert "Francis Bond" in (BUNDLED / "LICENSE.chinese-open-wordnet").read_text(encoding="utf-8")


def _copy_model(folder: Path) -> Path:
    shutil.copytree(BUNDLED, folder)
    return folder


def test_the_fingerprint_follows_both_files(tmp_path: Path) -> None:
    folder = _copy_model(tmp_path / "model")
    same = open_static_embedder(folder).fingerprint
    assert same == open_embedder().fingerprint
    (folder / PIECES).write_text((folder / PIECES).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert open_static_embedder(folder).fingerprint != same
    other = _copy_model(tmp_path / "other")
    table = bytearray((other / TABLE).read_bytes())
    table[-1] ^= 1
    (other / TABLE).write_bytes(table)
    assert open_static_embedder(other).fingerprint != same


def test_a_missing_or_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingModelMissing, match=r"index train"):
        open_static_embedder(tmp_path)
    for name in (TABLE, PIECES):
        folder = _copy_model(tmp_path / name)
        (folder / name).write_bytes(b"damaged")
        with pytest.raises(EmbeddingModelMissing, match=r"已损坏.*index train"):
            open_static_embedder(folder)


def test_another_model_is_opened_by_its_path(tmp_path: Path) -> None:
    embedder = open_embedder(str(_copy_model(tmp_path / "model")))
    assert embedder.dimension == open_embedder().dimension
    ours = open_embedder().encode_query(TEXTS[:3])
    assert np.all(np.sum(embedder.encode_query(TEXTS[:3]) * ours, axis=1) > 1 - 1e-3)
    assert embedder.encode_document([]).shape == (0, embedder.dimension)
    assert embedder.fingerprint.startswith("sha256:")
    assert embedder.encode_query(TEXTS).dtype == np.float32


def test_a_models_own_prompts_stand_before_questions_and_documents(tmp_path: Path) -> None:
    folder = _copy_model(tmp_path / "model")
    config = folder / "config_sentence_transformers.json"
    prompts = {"prompts": {"query": "检索 问题：", "document": "条文："}}
    config.write_text(json.dumps(json.loads(config.read_text(encoding="utf-8")) | prompts), encoding="utf-8")
    embedder, bare = open_embedder(str(folder)), open_embedder()
    text = "秸秆综合利用率"
    for encode, prompt in ((embedder.encode_query, "检索 问题："), (embedder.encode_document, "条文：")):
        found = encode([text])[0]
        assert found @ bare.encode_query([prompt + text])[0] > 1 - 1e-3
        assert found @ bare.encode_query([text])[0] < 1 - 1e-2


def test_a_model_that_is_not_here_is_not_fetched_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EmbeddingModelMissing, match=r"WENCE_EMBEDDING_DOWNLOAD=true.*bundled"):
        open_embedder("nobody/not-on-this-machine")
