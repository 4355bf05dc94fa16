"""The embedding model behind an OpenAI-compatible interface: asked in batches, patiently, and done without when it fails."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.catalogue import load_corpus
from errors import EmbeddingUnavailable, SettingsError, SnapshotStale
from index.embed import EmbeddingChoice
from index.endpoint import Endpoint, EndpointEmbedder, Patience
from index.snapshot import build_index, open_index
from retrieval.assistant import Assistant, open_assistant
from settings import load_settings
from tests.fake_embeddings import FakeEmbeddings, serving, vectors_of
from tests.tiny_index import CharacterCounter, PairEmbedder, build_tiny, write_plans

HOME = Path(__file__).resolve().parent.parent
KEY = "sk-秘密-0123456789".encode().hex()
QUESTION = "澜田的用水总量是多少？"


@pytest.fixture
def fake() -> Iterator[FakeEmbeddings]:
    with serving() as server:
        yield server


def _endpoint(fake: FakeEmbeddings, **changed: Any) -> Endpoint:
    quick = {"asking": Patience(2.0, 2, 0.0), "building": Patience(2.0, 3, 0.0)}
    return Endpoint(fake.url, "pairs", KEY, **(quick | changed))


def test_vectors_are_those_of_the_endpoint_in_the_order_asked_and_of_length_one(fake: FakeEmbeddings) -> None:
    texts = ["用水总量控制", "漏损率", "农业节水", "", "工业节水"]
    vectors = EndpointEmbedder(_endpoint(fake)).encode_document(texts)
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, PairEmbedder().encode_document(texts), atol=1e-6)


def test_many_texts_go_in_batches_and_with_the_key(fake: FakeEmbeddings) -> None:
    texts = [f"第{n}句话" for n in range(150)]
    EndpointEmbedder(_endpoint(fake)).encode_document(texts)
    assert [len(r["input"]) for r in fake.requests] == [64, 64, 22]
    assert [text for r in fake.requests for text in r["input"]] == texts
    assert {(r["path"], r["model"], r["key"]) for r in fake.requests} == {("/v1/embeddings", "pairs", f"Bearer {KEY}")}


def test_the_dimension_is_learnt_from_the_endpoint(fake: FakeEmbeddings) -> None:
    assert EndpointEmbedder(_endpoint(fake)).dimension == PairEmbedder.dimension


def test_a_question_is_sent_once(fake: FakeEmbeddings) -> None:
    embedder = EndpointEmbedder(_endpoint(fake))
    first = embedder.encode_query(["漏损率", "用水"])
    assert np.array_equal(embedder.encode_query(["用水", "漏损率"]), first[::-1])
    assert len(fake.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(fake: FakeEmbeddings, status: int) -> None:
    fake.replies = [(status, {"Retry-After": "0"}, b"busy"), (status, {}, b"busy")]
    assert EndpointEmbedder(_endpoint(fake)).encode_document(["用水"]).any()
    assert len(fake.requests) == 3


def test_a_build_gives_up_after_its_tries(fake: FakeEmbeddings) -> None:
    fake.always = (503, {}, b"busy")
    with pytest.raises(EmbeddingUnavailable, match=r"暂时不可用（HTTP 503）.*WENCE_EMBEDDING_BASE_URL"):
        EndpointEmbedder(_endpoint(fake)).encode_document(["用水"])
    assert len(fake.requests) == 3


def _row(place: int, vector: list[float]) -> dict[str, Any]:
    return {"index": place, "embedding": vector}


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        (401, b"{}", "WENCE_EMBEDDING_KEY"),
        (404, b"{}", "WENCE_EMBEDDING_MODEL"),
        (400, b"{}", "WENCE_PASSAGE_TOKENS"),
        (302, b"", "HTTP 302"),
        (200, b"<html>", "OpenAI"),
        (200, b"[]", "OpenAI"),
        (200, b'{"data": [1]}', "OpenAI"),
        (200, b'{"data": []}', "OpenAI"),
        (200, json.dumps({"data": [_row(0, [1, 2]), _row(1, [1, 2])]}).encode(), "个数"),
        (200, json.dumps({"data": [_row(0, [float("nan"), 1])]}).encode(), "内容"),
        (200, json.dumps({"data": [_row(0, [])]}).encode(), "内容"),
        (200, json.dumps({"data": [{"index": 0, "embedding": "AAAA"}]}).encode(), "OpenAI"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_at_once_and_says_what_to_do(
    fake: FakeEmbeddings, status: int, answer: bytes, said: str
) -> None:
    fake.always = (status, {"Location": f"{fake.url}/elsewhere"} if status == 302 else {}, answer)
    with pytest.raises(EmbeddingUnavailable, match=said) as caught:
        EndpointEmbedder(_endpoint(fake)).encode_document(["用水"])
    assert len(fake.requests) == 1
    assert "bundled" in str(caught.value)
    assert KEY not in str(caught.value)


def test_vectors_of_changing_length_are_refused(fake: FakeEmbeddings) -> None:
    embedder = EndpointEmbedder(_endpoint(fake))
    embedder.encode_document(["用水"])
    fake.always = (200, {}, json.dumps({"data": [_row(0, [1.0, 2.0])]}).encode())
    with pytest.raises(EmbeddingUnavailable, match="64 维和 2 维"):
        embedder.encode_document(["漏损"])


def test_where_nobody_listens_the_message_names_the_address_without_secrets() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        endpoint = Endpoint(f"http://me:{KEY}@127.0.0.1:{port}/v1", "pairs", KEY, building=Patience(1.0, 2, 0.0))
        with pytest.raises(EmbeddingUnavailable, match=f"http://127.0.0.1:{port}/v1 连不上") as caught:
            EndpointEmbedder(endpoint).encode_document(["用水"])
    assert KEY not in str(caught.value)


def test_an_endpoint_that_hangs_is_left_after_its_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        endpoint = Endpoint(f"http://127.0.0.1:{mute.getsockname()[1]}/v1", "pairs", asking=Patience(0.1, 1, 0.0))
        with pytest.raises(EmbeddingUnavailable, match=r"在 0\.1 秒内没有回应"):
            EndpointEmbedder(endpoint).encode_query(["用水"])


@pytest.mark.parametrize("address", ["127.0.0.1:80/v1", "ftp://x/v1", "http://", "http://x:port/v1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="WENCE_EMBEDDING_BASE_URL"):
        EmbeddingChoice("pairs", base_url=address).open()


def test_the_key_shows_nowhere(fake: FakeEmbeddings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_EMBEDDING_KEY", KEY)
    settings = load_settings(embedding_model="pairs", embedding_base_url=fake.url)
    choice = EmbeddingChoice.of(settings)
    shown = [repr(settings), str(settings), settings.model_dump_json(), repr(choice), repr(choice.endpoint)]
    assert choice.key == KEY
    assert not any(KEY in text for text in shown)


def test_a_folder_and_the_bundled_model_are_never_asked_of_an_endpoint(tmp_path: Path) -> None:
    assert EmbeddingChoice("bundled", base_url="http://127.0.0.1:9/v1").endpoint is None
    assert EmbeddingChoice(str(tmp_path), base_url="http://127.0.0.1:9/v1").endpoint is None
    assert EmbeddingChoice("pairs", base_url="http://127.0.0.1:9/v1").endpoint is not None


def _built(fake: FakeEmbeddings, folder: Path) -> Path:
    """An index of the tiny plans whose vectors come from the fake endpoint."""
    build_index(
        load_corpus(write_plans(folder / "plans")),
        folder / "index",
        embedder=EndpointEmbedder(_endpoint(fake)),
        counter=CharacterCounter(),
        passage_tokens=120,
        model="pairs",
    )
    return folder / "index"


def test_an_index_by_an_endpoint_finds_what_one_by_the_same_model_in_this_process_finds(
    fake: FakeEmbeddings, tmp_path: Path
) -> None:
    far = open_index(_built(fake, tmp_path), embedder=EndpointEmbedder(_endpoint(fake)))
    build_tiny(tmp_path / "plans", tmp_path / "near")
    near = open_index(tmp_path / "near", embedder=PairEmbedder())
    assert far.manifest.dimension == near.manifest.dimension
    rows = [[row for row, _ in i.search_vectors(i.embed_query(QUESTION), ["lantian"], 5)] for i in (far, near)]
    assert rows[0] == rows[1]


def test_when_the_endpoint_fails_the_answer_comes_by_keyword_and_says_so(fake: FakeEmbeddings, tmp_path: Path) -> None:
    now = [0.0]
    embedder = EndpointEmbedder(_endpoint(fake, rest=30.0), clock=lambda: now[0])
    assistant = Assistant(open_index(_built(fake, tmp_path), embedder=embedder))
    fake.requests.clear()
    fake.always = (500, {}, b"broken")
    for _ in range(3):
        answer = assistant.ask(QUESTION)
        assert "9.6亿立方米" in answer.answer
        said = [check for check in answer.checks if check.gate == "语义检索"]
        assert len(said) == 1
        assert not said[0].passed
        assert "只用了关键词检索" in said[0].detail
    assert len(fake.requests) == 2, "two tries for the first question, then the endpoint is left alone"
    fake.always = None
    now[0] = 31.0
    assert not [check for check in assistant.ask(QUESTION).checks if check.gate == "语义检索"]


def test_changing_the_model_makes_the_index_stale_and_says_what_to_run(fake: FakeEmbeddings, tmp_path: Path) -> None:
    folder = _built(fake, tmp_path)
    before = {"index_dir": folder, "embedding_model": "pairs", "embedding_base_url": fake.url}
    assert "9.6亿立方米" in open_assistant(load_settings(**before)).ask(QUESTION).answer
    changes: list[dict[str, object]] = [
        {"embedding_model": "bundled"},
        {"embedding_model": "other"},
        {"embedding_base_url": "http://127.0.0.1:9/v1"},
    ]
    for change in changes:
        with pytest.raises(SnapshotStale, match=r"向量模型.*请运行 .*python -m index build --index"):
            open_assistant(load_settings(**(before | change)))


def test_a_model_that_gives_longer_vectors_by_now_makes_the_index_stale(fake: FakeEmbeddings, tmp_path: Path) -> None:
    index = open_index(_built(fake, tmp_path), embedder=EndpointEmbedder(_endpoint(fake)))
    fake.always = (200, {}, json.dumps({"data": [_row(0, [1.0] * 65)]}).encode())
    with pytest.raises(SnapshotStale, match="index build"):
        index.embed_query("用水")


def test_the_commands_build_and_check_with_an_endpoint(fake: FakeEmbeddings, tmp_path: Path) -> None:
    plans, folder = write_plans(tmp_path / "plans"), tmp_path / "index"
    chosen = {"WENCE_EMBEDDING_MODEL": "pairs", "WENCE_EMBEDDING_BASE_URL": fake.url, "WENCE_EMBEDDING_KEY": KEY}

    def index(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "index", *words, "--index", str(folder)]
        environment = os.environ | {"PYTHONPATH": str(HOME)} | env
        return subprocess.run(
            command, capture_output=True, text=True, cwd=HOME, env=environment, timeout=120, check=False
        )

    built = index("build", "--corpus", str(plans), **chosen)
    assert built.returncode == 0, built.stderr
    assert index("status", **chosen).returncode == 0
    changed = index("status")
    assert changed.returncode == 1
    assert "向量模型" in changed.stderr
    assert "index build" in changed.stderr
    fake.always = (401, {}, b"")
    refused = index(
        "build", "--corpus", str(write_plans(tmp_path / "more", third="新市节水方案\n\n一、目标\n\n节水。\n")), **chosen
    )
    assert refused.returncode == 1
    assert "WENCE_EMBEDDING_KEY" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert KEY not in built.stdout + built.stderr + refused.stdout + refused.stderr


def test_the_fake_answers_as_the_interface_is_documented() -> None:
    data = json.loads(vectors_of(["用水", "漏损"]))
    assert [row["index"] for row in data["data"]] == [1, 0]
