"""Dated copies, what each audit was told, and ranks that need no list of all sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "m002"
down_revision = "m001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables; what was told of a source until now is what is known of it now."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "seen",
        sa.Column("audit", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("capture", big, nullable=True),
        sa.Column("failing", sa.Boolean(), nullable=False),
        sa.Column("dead", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["audit"], ["audits.id"], name=op.f("fk_seen_audit"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_seen_source")),
        sa.PrimaryKeyConstraint("audit", "source", name=op.f("pk_seen")),
    )
    op.create_index("ix_seen_source", "seen", ["source"], unique=False)
    op.create_table(
        "wants",
        sa.Column("article", big, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_wants_article"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_wants_source")),
        sa.PrimaryKeyConstraint("article", "source", "day", name=op.f("pk_wants")),
    )
    op.create_index("ix_wants_source_day", "wants", ["source", "day"], unique=False)
    op.create_table(
        "copies",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("asked", sa.String(length=20), nullable=False),
        sa.Column("again", sa.String(length=20), nullable=True),
        sa.Column("capture", big, nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_copies_source")),
        sa.PrimaryKeyConstraint("source", "day", name=op.f("pk_copies")),
    )
    op.add_column("articles", sa.Column("parts", sa.JSON(), nullable=True))
    op.create_index("ix_articles_audit_id", "articles", ["audit", "id"], unique=False)
    if op.get_bind().dialect.name != "sqlite":  # whose integers are as long as they need to be
        op.alter_column("items", "rank", type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)
    op.create_index("ix_items_run_kind_rank", "items", ["run", "kind", "rank", "key"], unique=False)
    op.execute(
        "INSERT INTO seen (audit, source, capture, failing, dead) "
        "SELECT DISTINCT a.audit, s.id, s.capture, s.lapses > 0, s.dead FROM citations c "
        "JOIN articles a ON a.id = c.article JOIN sources s ON s.id = c.source WHERE s.checked IS NOT NULL"
    )
