"""What was said up to a turn gets a name, so that whoever sends the whole conversation each time goes on in it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; turns of before have none, and nobody goes on from them without an id."""
    op.add_column("turns", sa.Column("thread", sa.String(64)))
    op.create_index("turns_of_thread", "turns", ["owner", "thread"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("turns_of_thread", "turns")
    op.drop_column("turns", "thread")
