"""What the page 资料 does: take in files, show what they would add, publish them, take a publication back; every deed is noted."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import DeskBusy, DeskRefused, SettingsError, WenceError
from index.versions import read_current
from portal.building import build
from portal.contract import PlanCard, Service
from portal.deeds import Auditor, Deed, Deeds
from portal.depot import Change, Depot, checked_name
from portal.errand import Ended, Errand, Report, State
from portal.preview import Preview, Previewer
from portal.publication import Build, Publication, Return
from settings import Settings

DEEDS = 20
"""Lines of the journal that are shown."""


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page shows at one moment."""

    cards: Sequence[PlanCard]
    held: Sequence[str]
    changes: Sequence[Change]
    previews: dict[str, Preview]
    state: State | None
    back: Return | None
    deeds: Sequence[Deed]


class Documents:
    """The documents of the index that is served; one object in each worker, over the same folders."""

    def __init__(
        self, settings: Settings, service: Service | None, build: Build = build, audit: Auditor | None = None
    ) -> None:
        if settings.store != "files":
            raise SettingsError(
                "资料页只能发布到索引文件夹。WENCE_STORE=milvus 时请去掉 WENCE_DESK_DOCUMENTS，用 python -m index build 发布。"
            )
        self._service = service
        self._index = settings.index_dir
        self.corpus = Path(read_current(settings.index_dir).corpus_folder)
        self.depot = Depot(self.corpus)
        self._previewer = Previewer(self.corpus)
        self._publication = Publication(self.depot, settings.index_dir, build)
        self._errand = Errand(self.depot.folder / "publishing")
        self._deeds = Deeds(settings.desk_dir / "documents.jsonl", audit)

    @property
    def state(self) -> State | None:
        """How far a publication is, or what came of the last one."""
        return self._errand.state()

    def board(self) -> Board:
        """What is the case now."""
        changes = self.depot.changes()
        previews = {change.name: self.preview(change.name) for change in changes if change.kind != "remove"}
        cards = self._service.now().plans if self._service else ()
        back = self._publication.can_return()
        return Board(cards, self.depot.held, changes, previews, self.state, back, self._deeds.last(DEEDS))

    def preview(self, name: str) -> Preview:
        """What a waiting file would add."""
        path = next((path for path in self.depot.waiting if path.name == name), None)
        if path is None:
            raise DeskRefused(
                "待发布的更改里没有这个文件。请刷新后再选。",
                "No waiting change is of this file. Refresh and choose again.",
            )
        return self._previewer.preview(path, self._service.now().index if self._service else None)

    def check_arriving(self, name: str, size: int) -> None:
        """Before a byte is read: whether a file of this name and size would be taken.

        Raises:
            DeskRefused: it would not.
        """
        checked_name(name)
        self.depot.check_room(size)

    def receive(self, partial: Path, name: str, who: str) -> Preview:
        """Take in an uploaded file and parse it."""
        with self._alone():
            name = self.depot.receive(partial, name)
        self._deeds.note(who, "上传", name)
        return self.preview(name)

    def withdraw(self, name: str, who: str) -> None:
        """Let a waiting change be as if it had not been made."""
        with self._alone():
            self.depot.withdraw(name)
        self._deeds.note(who, "撤下", name)

    def replace(self, name: str, plan: str, who: str) -> str:
        """Have a waiting file replace a held plan; returns the file's new name."""
        with self._alone():
            renamed = self.depot.rename(name, plan)
        self._deeds.note(who, "作为新版本", f"{name} → {renamed}")
        return renamed

    def remove(self, name: str, who: str) -> None:
        """Have a file of the corpus folder go with the next publication."""
        with self._alone():
            self.depot.mark_removed(name)
        self._deeds.note(who, "拟移除", name)

    def publish(self, who: str) -> None:
        """Begin to publish what waits; files that give no plan go on waiting."""
        self._check_folder()

        def work(report: Report) -> Ended:
            changes = [c for c in self.depot.changes() if c.kind == "remove" or self.preview(c.name).is_usable]
            version, documents = self._publication.publish(changes, report)
            chinese, english = _problems(documents)
            self._deeds.note(who, "发布", f"{version}：{'、'.join(_said(change) for change in changes)}")
            return Ended(
                f"{len(changes)} 项更改已发布为版本 {version}{chinese}。",
                f"Changes published as version {version}: {len(changes)}{english}.",
                version,
            )

        self._errand.begin("发布", who, work)

    def take_back(self, seen: str, who: str) -> None:
        """Begin to roll back to the snapshot before the one that was ``seen``."""

        def work(report: Report) -> Ended:
            report.step("退回", 0, 1)
            back = self._publication.take_back(seen)
            restored = "语料文件夹已恢复原状" if back.moves else "语料文件夹没有改动"
            self._deeds.note(who, "退回", f"{back.now} → {back.target}（{restored}）")
            english = "the corpus folder is as it was" if back.moves else "the corpus folder was left as it is"
            said = f"已退回到版本 {back.target}，{restored}。"
            return Ended(said, f"Rolled back to version {back.target}; {english}.", back.target)

        self._errand.begin("退回", who, work)

    def recover(self) -> None:
        """Finish or undo what a crash interrupted, unless somebody is at work."""
        with self._errand.idle() as idle:
            if idle:
                self._publication.recover()

    def _check_folder(self) -> None:
        if Path(read_current(self._index).corpus_folder) != self.corpus:
            raise DeskRefused(
                "索引已改由另一个文件夹建立。请重启服务后再发布。",
                "The index is built of another folder by now. Restart the service, then publish.",
            )

    def _alone(self) -> "_Alone":
        return _Alone(self._errand)


class _Alone:
    """While this lasts nothing is being published: files do not move under those who change them."""

    def __init__(self, errand: Errand) -> None:
        self._idle = errand.idle()

    def __enter__(self) -> None:
        if not self._idle.__enter__():
            raise DeskBusy(
                "正在发布或退回。请等它结束再改。", "Something is being published or rolled back. Wait for it to end."
            )

    def __exit__(self, *error: Any) -> None:
        self._idle.__exit__(None, None, None)


def recover_documents(settings: Settings) -> None:
    """Before a service opens its index: have the corpus folder be the one that the index was built from."""
    try:
        Documents(settings, None).recover()
    except WenceError as error:
        logging.getLogger("wence").warning("%s", error)


def _said(change: Change) -> str:
    return {"new": "新增 ", "replace": "替换 ", "remove": "移除 "}[change.kind] + change.name


def _problems(documents: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """What to note of the files, in Chinese and led up to in English; nothing where all is well."""
    failed = [f"{name}：{reason}" for document in documents for name, reason in document.get("problems", ())]
    told = "；".join(failed[:5])
    return (f"；请留意 {told}", f"; please note {told}") if failed else ("", "")
