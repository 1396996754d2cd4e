"""Run the migrations on the connection that the program hands over."""

from alembic import context
from geoalchemy2 import alembic_helpers

from geodata.models import Base

# Tables that another package owns (procrastinate) or PostGIS made.
OURS = set(Base.metadata.tables)


def include_object(obj, name, kind, reflected, compare_to):
    """Leave foreign tables alone; the rest as GeoAlchemy2 advises."""
    if kind == "table" and name not in OURS:
        return False
    return alembic_helpers.include_object(obj, name, kind, reflected, compare_to)


def run() -> None:
    """Migrate online; there is no offline mode."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        raise SystemExit("run migrations with `webgis migrate`, which knows the database")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
