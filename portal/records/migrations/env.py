"""What Alembic runs to migrate: over the connection that :mod:`portal.records.migration` hands it, and over no other."""

from alembic import context

from portal.records.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
