"""Runs the steps on the connection that `shuttle.store.schema` hands over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # all steps or none, also on SQLite, whose writers begin explicitly
)
context.run_migrations()
