"""The tables of the records, as the newest step of the migrations leaves them (a test compares the two).

Times are milliseconds since 1970 (UTC); an ``owner`` is the user name of a principal; a ``record`` is JSON as text; a ``thread``
names all that was said up to a turn (:mod:`portal.records.thread`).
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA = MetaData()
OWNER_CHARACTERS = 128

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("owner", String(OWNER_CHARACTERS), nullable=False),
    Column("title", String(200), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Index("conversations_of_owner", "owner", "updated"),
)
TURNS = Table(
    "turns",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("owner", String(OWNER_CHARACTERS), nullable=False),
    Column("position", Integer, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("answer", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("thread", String(64)),
    UniqueConstraint("conversation", "position", name="turns_in_order"),
    Index("turns_of_answer", "answer", "owner"),
    Index("turns_of_thread", "owner", "thread"),
)
REMARKS = Table(
    "remarks",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("owner", String(OWNER_CHARACTERS), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("answer", String(64), nullable=False),
    Column("record", Text, nullable=False),
    Index("remarks_of_owner", "owner", "created"),
)
KEYS = Table(
    "access_keys",
    METADATA,
    Column("prefix", String(8), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("owner", String(OWNER_CHARACTERS), nullable=False),
    Column("role", String(16), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger),
    Column("revoked", BigInteger),
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("time", String(32), nullable=False),
    Column("who", String(OWNER_CHARACTERS), nullable=False),
    Column("what", String(64), nullable=False),
    Column("about", String(400), nullable=False),
    Column("mac", String(64), nullable=False),
)
