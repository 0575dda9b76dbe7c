"""What Alembic runs: our own connection, inside the transaction that `upgrading` holds."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
