"""Every error 问策 raises on purpose. Each message is Chinese and ends with what repairs it.

WenceError
├── SettingsError            a key of .env or the environment has a value that cannot be used
├── CorpusError
│   ├── CorpusMissing        the corpus folder does not exist or holds no readable plan
│   ├── DocumentUnreadable   one file cannot be turned into text (the build reports it and goes on)
│   └── CatalogueInvalid     catalogue.toml is malformed or names an unknown key
├── SnapshotError
│   ├── SnapshotMissing      no index has been built where one was expected
│   ├── SnapshotStale        the index was built from other texts, settings or model than the present ones
│   ├── SnapshotDamaged      a file of the index is missing or its checksum differs
│   ├── SnapshotFormat       the index was written by another version of the format
│   ├── SnapshotBusy         another build is writing the index
│   └── SnapshotUnwritable   the index folder cannot be written
├── EmbeddingModelMissing    the embedding model is not on this machine
├── EmbeddingUnavailable     the embedding endpoint does not answer, or not as expected
├── TrainingDataMissing      the training data folder lacks a file
├── QuestionError
│   ├── QuestionEmpty        nothing was asked
│   ├── QuestionTooLong      the question exceeds the limit
│   └── PlanUnknown          a plan id was asked for that the index does not hold
├── AnswerWithheld           no answer can be given now; asked again later it may be
│   ├── AnswerLate           it took longer than answers may
│   ├── ServiceBusy          too many others are being answered
│   ├── StoreUnavailable     Milvus or PostgreSQL, which keep the index, do not answer
│   └── ServiceClosing       the service is shutting down
├── PromptError              a prompt file is missing, or its variables do not match what it was given
├── ChatModelError           the chat model failed or answered nothing usable
├── DeskRefused              what was asked for at the desk (upload, publish, evaluate) cannot be done
│   └── DeskBusy             something of its kind is being done already
├── RecordsError
│   ├── RecordsUnavailable   the database does not answer or cannot be written
│   ├── RecordsFull          no more of this kind is kept for this user
│   ├── ConversationUnknown  there is none of that id, or it is another's
│   ├── KeyUnknown           there is no key of that prefix
│   ├── AuditUnsound         the audit log was changed behind the program's back
│   └── BackupUnusable       a backup cannot be made, or what is given is none
└── GoldError                a gold file has a row that cannot be used (the message names its line)
"""

REPEATED = 40
"""Characters of what a user sent that a message repeats: enough to know it by, and no way to have a megabyte sent back."""


def repeated(text: str) -> str:
    """What a user sent, as a message may repeat it: in one line, its first characters only."""
    line = " ".join(text[: 2 * REPEATED].split())
    return line if len(line) <= REPEATED and len(text) <= 2 * REPEATED else f"{line[:REPEATED]}…"


class WenceError(Exception):
    """Base of all deliberate errors; ``str(error)`` is fit to show to a user.

    ``english`` says the same in English, where it holds particulars (numbers, names) that the sentence of its kind cannot have.
    """

    def __init__(self, message: str = "", english: str = "") -> None:
        super().__init__(message)
        self.english = english


class SettingsError(WenceError):
    """A setting has a value that cannot be used."""


class CorpusError(WenceError):
    """The plan texts cannot be used."""


class CorpusMissing(CorpusError):
    """The corpus folder does not exist or holds no readable plan."""


class DocumentUnreadable(CorpusError):
    """One file cannot be turned into text."""


class CatalogueInvalid(CorpusError):
    """catalogue.toml is malformed."""


class SnapshotError(WenceError):
    """The index on disk cannot be used."""


class SnapshotMissing(SnapshotError):
    """No index has been built yet."""


class SnapshotStale(SnapshotError):
    """The index does not match the present texts, settings or model."""


class SnapshotDamaged(SnapshotError):
    """A file of the index is missing or altered."""


class SnapshotFormat(SnapshotError):
    """The index has another format number."""


class SnapshotBusy(SnapshotError):
    """Another build is writing the index."""


class SnapshotUnwritable(SnapshotError):
    """The index folder cannot be written."""


class EmbeddingModelMissing(WenceError):
    """The embedding model is not on this machine."""


class EmbeddingUnavailable(WenceError):
    """The embedding endpoint failed."""


class TrainingDataMissing(WenceError):
    """The training data folder lacks a file."""


class QuestionError(WenceError):
    """The question cannot be answered as put."""


class QuestionEmpty(QuestionError):
    """Nothing was asked."""


class QuestionTooLong(QuestionError):
    """The question exceeds the limit."""


class PlanUnknown(QuestionError):
    """A plan id was asked for that the index does not hold."""


class AnswerWithheld(WenceError):
    """No answer can be given now."""


class AnswerLate(AnswerWithheld):
    """The answer took longer than answers may."""


class ServiceBusy(AnswerWithheld):
    """Too many others are being answered."""


class StoreUnavailable(AnswerWithheld):
    """What keeps the index does not answer."""


class ServiceClosing(AnswerWithheld):
    """The service is shutting down."""


class PromptError(WenceError):
    """A prompt file is missing or does not fit its variables."""


class ChatModelError(WenceError):
    """The chat model failed or answered nothing usable."""


class GoldError(WenceError):
    """A gold file has a row that cannot be used."""


class DeskRefused(WenceError):
    """What was asked for on the pages 评测 and 资料 cannot be done; the message says why."""


class DeskBusy(DeskRefused):
    """Something of its kind is being done already."""


class RecordsError(WenceError):
    """What is kept of people cannot be used as asked."""


class RecordsUnavailable(RecordsError):
    """The database fails."""


class RecordsFull(RecordsError):
    """There is no room for more of this user's."""


class ConversationUnknown(RecordsError):
    """There is no such conversation of this user's."""


class KeyUnknown(RecordsError):
    """There is no such key."""


class AuditUnsound(RecordsError):
    """The audit log is not as it was written."""


class BackupUnusable(RecordsError):
    """A backup cannot be made or used."""
