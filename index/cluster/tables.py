"""The tables of an index in PostgreSQL. A revision (a plan as it was read once) is written once and never changed; a version lists
revisions; a pair of collections in Milvus holds revisions.

All of it can be built anew from the plans: there are no migrations, the names carry the format instead.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

from index.manifest import FORMAT

METADATA = MetaData()
_PREFIX = f"index{FORMAT}_"

VERSION = Table(
    f"{_PREFIX}version",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("pair", Text),  # the collections that held it when it was published; another may have taken its place there
    Column("manifest", Text),  # JSON; none before the version is whole
)
REVISION = Table(
    f"{_PREFIX}revision",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("plan", Text, nullable=False),
    Column(
        "title", Text, nullable=False, index=True
    ),  # its words alone, by which readings of one document find each other
    Column("card", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("furniture", Text, nullable=False),
    Column("scans", Text, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("units", Integer, nullable=False),
    Column(
        "vectors", LargeBinary, nullable=False
    ),  # float32, little-endian, units x d: Milvus can be filled anew from here
)
#: What became of a document of some digest, read with some inputs: it is not read again. ``version`` used it last.
MADE = Table(
    f"{_PREFIX}made",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("problems", Text, nullable=False),
    Column("version", Integer),
)
MADE_REVISION = Table(
    f"{_PREFIX}made_revision",
    METADATA,
    Column("key", ForeignKey(MADE.c.key, ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("revision", ForeignKey(REVISION.c.id), nullable=False, index=True),
)
FILE = Table(
    f"{_PREFIX}file",
    METADATA,
    Column("version", ForeignKey(VERSION.c.number, ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("problems", Text, nullable=False),
)
MEMBER = Table(
    f"{_PREFIX}member",
    METADATA,
    Column("version", ForeignKey(VERSION.c.number, ondelete="CASCADE"), primary_key=True),
    Column("plan", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("revision", ForeignKey(REVISION.c.id), nullable=False, index=True),
)
PAIR = Table(
    f"{_PREFIX}pair",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("dimension", Integer, nullable=False),
    Column("vector_index", Text, nullable=False),
)
#: What a pair holds. ``coming``: its rows may be there in part; ``whole``: all are, and its terms are counted; ``going``: its terms
#: are no longer counted, its rows may still be there.
HOLDING = Table(
    f"{_PREFIX}holding",
    METADATA,
    Column("pair", ForeignKey(PAIR.c.name, ondelete="CASCADE"), primary_key=True),
    Column("revision", ForeignKey(REVISION.c.id), primary_key=True, index=True),
    Column("state", Text, nullable=False),
)
#: In how many units of a pair a search term stands.
FREQUENCY = Table(
    f"{_PREFIX}frequency",
    METADATA,
    Column("pair", ForeignKey(PAIR.c.name, ondelete="CASCADE"), primary_key=True),
    Column("term", Text, primary_key=True),
    Column("units", Integer, nullable=False),
)


def _records(name: str, parent: str, *, ids: bool) -> Table:
    """A table of records of revisions, in text order; ``parent`` says whose they are."""
    table = Table(
        f"{_PREFIX}{name}",
        METADATA,
        Column("revision", ForeignKey(REVISION.c.id, ondelete="CASCADE"), primary_key=True),
        Column("ordinal", Integer, primary_key=True),
        *([Column("id", Text, nullable=False, index=True)] if ids else []),
        Column("parent", Text, nullable=False),
        Column("body", Text, nullable=False),
    )
    if parent == "clause":
        Index(f"{_PREFIX}{name}_of_clause", table.c.parent)
    return table


CLAUSE = _records("clause", "plan", ids=True)
PASSAGE = _records("passage", "clause", ids=True)
UNIT = _records("unit", "clause", ids=True)
TARGET = _records("target", "plan", ids=False)
RESULT = _records("result", "plan", ids=False)
DUTY = _records("duty", "clause", ids=False)
RECORDS = {"clause": CLAUSE, "passage": PASSAGE, "unit": UNIT, "target": TARGET, "result": RESULT, "duty": DUTY}
"""The tables of :attr:`index.part.Part.tables`, by their names there."""
