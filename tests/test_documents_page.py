"""资料: what is uploaded waits, is published whole or not at all, and can be taken back; first without a browser, then through the page."""

import json
import shutil
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.catalogue import corpus_fingerprint
from errors import DeskRefused
from index.snapshot import open_index
from index.versions import read_current
from portal.api import build_api
from portal.depot import checked_name
from portal.desk import mount_desk
from portal.documents import Documents
from portal.errand import Report
from portal.guard import Guard, policy_of
from portal.pages import add_pages
from portal.uploads import add_document_uploads
from settings import Settings
from tests.accessibility import faults_of
from tests.desk_browser import DeskVisitor, desk_visitor, needs_browser
from tests.desk_server import Desk, desk_running
from tests.scripted_assistant import ScriptedAssistant
from tests.tiny_index import CHANGED, LANTIAN, QINGHE, build_tiny, text_served, write_plans


def built(corpus: Path, index: Path, report: Report) -> list[dict[str, Any]]:
    """Stands for the build in a process of its own."""
    report.step("建立索引", 1, 1)
    build_tiny(corpus, index)
    return []


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return opened(tmp_path, built)


def opened(folder: Path, build: Callable[..., list[dict[str, Any]]]) -> Documents:
    if not (folder / "index").is_dir():
        build_tiny(write_plans(folder / "plans"), folder / "index")
    settings = Settings(_env_file=None, index_dir=folder / "index", desk_dir=folder / "desk")  # type: ignore[call-arg]

    def now() -> Any:
        index = open_index(folder / "index")
        return SimpleNamespace(index=index, plans=index.plans)

    return Documents(settings, SimpleNamespace(now=now), build)


def upload(documents: Documents, name: str, text: str) -> Any:
    partial = documents.depot.partial()
    partial.write_text(text, encoding="utf-8")
    return documents.receive(partial, name, "10.0.0.7")


def ended(documents: Documents) -> tuple[str, str]:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if (state := documents.state) and state.outcome != "running":
            return state.outcome, state.message
        time.sleep(0.02)
    raise AssertionError("it did not end")


def files(documents: Documents) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(documents.corpus.iterdir())}


@pytest.mark.parametrize(
    "name",
    ["../plans.txt", "a/b.txt", "a\\b.txt", ".txt", ".hidden.txt", "~$a.docx", "a\x00.txt", "a\n.txt", "a\u202e.txt",
     "字" * 130 + ".txt", "catalogue.toml", "a.exe", "noending", " .txt", "...txt"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_or_is_no_plan_is_refused(name: str) -> None:
    with pytest.raises(DeskRefused):
        checked_name(name)


def test_a_fitting_name_is_kept_as_it_is() -> None:
    assert checked_name(" 青屿市方案 (1).DOCX ") == "青屿市方案 (1).docx"


def test_an_upload_changes_no_answer_until_it_is_published(documents: Documents) -> None:
    before = files(documents)
    preview = upload(documents, "new.txt", QINGHE.replace("清禾", "新禾"))
    assert [draft.plan.region for draft in preview.drafts] == ["新禾市"]
    assert preview.drafts[0].targets and preview.drafts[0].duties
    assert files(documents) == before
    documents.publish("10.0.0.7")
    assert ended(documents)[0] == "done"
    assert set(files(documents)) == {"lantian.txt", "new.txt", "qinghe.txt"}
    assert read_current(documents.corpus.parent / "index").plans == 3
    assert documents.board().changes == []


def test_only_a_waiting_file_becomes_a_version_and_none_is_lost_by_it(documents: Documents) -> None:
    upload(documents, "one.txt", QINGHE.replace("清禾", "新禾"))
    upload(documents, "two.txt", QINGHE.replace("清禾", "老禾"))
    documents.remove("lantian.txt", "10.0.0.7")
    depot = documents.depot
    for name, stem in (("lantian.txt", "qinghe"), ("../one.txt", "qinghe"), ("one.txt", "two")):
        with pytest.raises(DeskRefused):
            depot.rename(name, stem)
    assert {path.name for path in depot.waiting} == {"one.txt", "two.txt"}
    assert depot.rename("one.txt", "qinghe") == "qinghe.txt"


def test_a_file_that_a_plan_is_held_from_is_replaced_and_rolling_back_brings_it_back(documents: Documents) -> None:
    index, before = documents.corpus.parent / "index", files(documents)
    upload(documents, "lantian.md", CHANGED)
    change = documents.board().changes[0]
    assert (change.kind, change.replaces) == ("replace", ("lantian.txt",))
    documents.publish("10.0.0.7")
    assert ended(documents)[0] == "done"
    assert "8.8亿" in text_served(index)
    back = documents.board().back
    assert back is not None and back.moves is not None
    documents.take_back(back.now, "10.0.0.8")
    assert ended(documents)[0] == "done"
    assert files(documents) == before
    assert "9.6亿" in text_served(index)
    assert read_current(index).corpus_fingerprint == corpus_fingerprint(documents.corpus)
    assert [change.name for change in documents.board().changes] == ["lantian.md"], "what was taken out waits again"
    said = [(deed.who, deed.what) for deed in documents.board().deeds]
    assert said == [("10.0.0.8", "退回"), ("10.0.0.7", "发布"), ("10.0.0.7", "上传")]


def test_rolling_back_after_rolling_back_passes_over_the_version_that_was_given_up(documents: Documents) -> None:
    first = read_current(documents.corpus.parent / "index").version
    upload(documents, "lantian.txt", CHANGED)
    documents.publish("a")
    ended(documents)
    documents.take_back(read_current(documents.corpus.parent / "index").version, "a")
    ended(documents)
    documents.withdraw("lantian.txt", "a")
    upload(documents, "third.txt", QINGHE.replace("清禾", "新禾"))
    documents.publish("a")
    ended(documents)
    back = documents.board().back
    assert back is not None
    assert back.target == first


def test_a_build_that_fails_leaves_every_file_and_the_answers_as_they_were(tmp_path: Path) -> None:
    def failing(*_: Any) -> list[dict[str, Any]]:
        raise DeskRefused("索引没有建成。磁盘满了。")

    documents = opened(tmp_path, failing)
    before = files(documents)
    upload(documents, "lantian.txt", CHANGED)
    documents.remove("qinghe.txt", "a")
    documents.publish("a")
    assert ended(documents) == ("failed", "索引没有建成。磁盘满了。")
    assert files(documents) == before
    assert sorted(change.name for change in documents.board().changes) == ["lantian.txt", "qinghe.txt"]


@pytest.mark.parametrize("published", [False, True], ids=["before the build", "after the build"])
def test_what_a_crash_interrupts_is_finished_or_undone_whole(
    tmp_path: Path, published: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def crashing(corpus: Path, index: Path, _: Any) -> list[dict[str, Any]]:
        if published:
            build_tiny(corpus, index)
        raise Killed

    documents = opened(tmp_path, crashing)
    publication = documents._publication
    upload(documents, "lantian.txt", CHANGED)
    with monkeypatch.context() as patched:  # a process that is killed undoes nothing
        patched.setattr(publication, "_revert", lambda _: None)
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(Killed):
            publication.publish(documents.depot.changes(), SimpleNamespace(check=lambda: None, step=lambda *_: None))  # type: ignore[arg-type]
    assert "8.8亿" in files(documents)["lantian.txt"]
    opened(tmp_path, built).recover()
    again = opened(tmp_path, built)
    assert ("8.8亿" in files(again)["lantian.txt"]) == published
    assert read_current(tmp_path / "index").corpus_fingerprint == corpus_fingerprint(again.corpus)
    assert [change.name for change in again.board().changes] == ([] if published else ["lantian.txt"])


def test_a_bad_file_gets_its_message_and_stops_nothing(documents: Documents) -> None:
    bad = upload(documents, "broken.docx", "no document at all")
    assert not bad.is_usable and "broken.docx" in bad.problems[0]
    upload(documents, "new.txt", QINGHE.replace("清禾", "新禾"))
    documents.publish("a")
    assert ended(documents)[0] == "done"
    assert "new.txt" in files(documents) and "broken.docx" not in files(documents)
    assert [change.name for change in documents.board().changes] == ["broken.docx"]


def test_a_copy_and_another_version_of_a_held_plan_are_told_apart(documents: Documents) -> None:
    assert upload(documents, "copy.txt", LANTIAN).drafts[0].same == "lantian"
    newer = upload(documents, "newer.txt", CHANGED).drafts[0]
    assert (newer.same, newer.version_of) == ("", "lantian")
    assert documents.replace("newer.txt", "lantian", "a") == "lantian.txt"
    assert {c.name: c.kind for c in documents.board().changes} == {"copy.txt": "new", "lantian.txt": "replace"}


def test_nothing_can_be_changed_while_something_is_published_and_only_one_is_at_a_time(tmp_path: Path) -> None:
    go = threading.Event()

    def held(corpus: Path, index: Path, report: Report) -> list[dict[str, Any]]:
        assert go.wait(300)
        return built(corpus, index, report)

    documents = opened(tmp_path, held)
    upload(documents, "new.txt", QINGHE.replace("清禾", "新禾"))
    documents.publish("a")
    with pytest.raises(DeskRefused, match="正在"):
        opened(tmp_path, built).publish("b")  # as another worker would
    with pytest.raises(DeskRefused, match="正在发布"):
        documents.withdraw("new.txt", "b")
    go.set()
    assert ended(documents)[0] == "done"


def test_an_upload_that_breaks_off_or_is_refused_leaves_nothing_behind(documents: Documents) -> None:
    app = FastAPI()
    add_document_uploads(app, documents)
    with TestClient(app) as client:
        told = client.put("/api/documents/x.exe", content=b"MZ")
        assert (told.status_code, told.json()["error"]) == (422, "file_refused")
        found = client.put("/api/documents/新禾.txt", content=QINGHE.encode())
        assert found.json()["plans"] == [{"id": "新禾", "title": "清禾市节水行动方案"}]
    assert [path.name for path in documents.depot.incoming.iterdir()] == ["新禾.txt"]


@pytest.fixture(scope="module")
def off() -> Iterator[TestClient]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    app = build_api(ScriptedAssistant(), settings)
    add_pages(app)
    assert mount_desk(app, ScriptedAssistant(), settings, None) == {}
    with TestClient(Guard(app, policy_of(settings)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("page", ["evaluation", "documents"])
def test_a_page_that_is_off_names_the_setting_that_it_needs(off: TestClient, page: str) -> None:
    for path in (f"/desk/{page}/", f"/desk/{page}"):
        told = off.get(path)
        assert told.status_code == 404
        assert f"WENCE_DESK_{page.upper()}" in told.text and "Ask your administrator" in told.text
    assert f"/desk/{page}" not in off.get("/targets").text


def test_the_guard_lets_no_upload_through_that_is_too_long_or_comes_from_elsewhere(off: TestClient) -> None:
    def put(path: str, **headers: str) -> tuple[int, str]:
        told = off.put(path, content=b"x", headers=headers)
        return told.status_code, told.json()["error"]

    most = 64 * 1024 * 1024
    assert put("/api/documents/a.txt") == (404, "desk_off")
    assert put("/api/documents/a.txt", **{"content-length": str(most + 1)}) == (413, "file_too_large")
    assert put("/api/documents/a.txt", origin="https://elsewhere.example") == (403, "bad_origin")
    assert put("/api/documents/..%2Fa.txt") == (404, "not_found")
    assert put("/desk/documents/gradio_api/upload") == (404, "not_found")
    assert off.put("/api/documents/a.txt", content=iter([b"x"])).json()["error"] == "length_missing"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_running(tmp_path_factory.mktemp("desk"), WENCE_DESK_EVALUATION="false") as desk:
        yield desk


def plan(folder: Path, amount: str) -> Path:
    """A DOCX of a city that there is not."""
    document = docx.Document()
    for line in (
        "槐川市节水行动方案",
        "为加强节约用水，制定本方案。",
        "一、主要目标",
        f"到2027年，全市用水总量控制在{amount}亿立方米以内。",
        "二、重点任务",
        "（一）农业节水。推进灌区改造。（市水利局牵头；市农业农村局配合）",
    ):
        document.add_paragraph(line)
    path = folder / "huaichuan.docx"
    document.save(str(path))
    return path


def asked(desk: Desk) -> str:
    body = json.dumps({"question": "槐川市到2027年用水总量控制在多少？", "mode": "extract"}).encode()
    request = urllib.request.Request(f"{desk.address}/api/ask", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        return str(json.load(reply)["answer"])


def answered(visitor: DeskVisitor, desk: Desk, figure: str) -> None:
    visitor.wait_for(lambda: figure in asked(desk), f"an answer with {figure}")


def published(visitor: DeskVisitor, path: Path) -> None:
    """Upload through the page, look at the preview, publish."""
    visitor.send(path)
    visitor.wait_for(lambda: "槐川市节水行动方案" in visitor.text("#wc-preview"), "the preview")
    visitor.wait_for(lambda: "huaichuan.docx" in visitor.text("#wc-waiting"), "the waiting file")
    visitor.click("#wc-publish")
    visitor.wait_for(lambda: "1 项更改已发布" in visitor.text("#wc-told"), "the end of publishing")


@needs_browser
def test_a_plan_is_uploaded_previewed_published_replaced_and_taken_back_through_the_page(
    desk: Desk, tmp_path: Path
) -> None:
    with desk_visitor(f"{desk.address}/desk/documents/") as visitor:
        visitor.wait_for(lambda: "没有待发布的更改" in visitor.text("#wc-waiting"), "the empty list")
        assert "6.13" not in asked(desk)
        published(visitor, plan(tmp_path, "6.13"))
        answered(visitor, desk, "6.13")
        assert "已收录 3 份" in visitor.text("#wc-held")
        published(visitor, plan(tmp_path, "5.87"))
        answered(visitor, desk, "5.87")
        visitor.wait_for(lambda: "huaichuan.docx" in visitor.text("#wc-back"), "what rolling back moves")
        visitor.click("#wc-return")
        visitor.wait_for(lambda: "已退回到版本" in visitor.text("#wc-told"), "the end of rolling back")
        answered(visitor, desk, "6.13")
        assert "127.0.0.1" in visitor.text("#wc-journal") and "退回" in visitor.text("#wc-journal")
        assert faults_of(visitor.driver) == []
        visitor.narrow(400)
        assert visitor.overflow() <= 0
        visitor.driver.get(f"{desk.address}/desk/documents/?lang=en")
        visitor.wait_for(lambda: visitor.text("#wc-publish") == "Publish", "the page in English")
        assert visitor.text("h1") == "Documents"
        assert "已收录" not in visitor.text("#wc-held")
        visitor.wait_for(lambda: visitor.text("#wc-state").startswith("Rolling back Done"), "how it ended, in English")
        assert "Rolled back to" in visitor.text("#wc-state")
        assert "Roll back" in visitor.text("#wc-journal") and visitor.driver.title == "Documents · 问策"
        assert visitor.policy_breaches() == []
