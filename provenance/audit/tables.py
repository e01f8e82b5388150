"""The tables of the audit's database: what is watched, what was read, what was judged, and what changed.

Every time is text in UTC, ``YYYY-MM-DDTHH:MM:SSZ``, so that it sorts as it reads, whatever the database. Order between rows never
rests on a clock, but on ``seq`` and ``id``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import MetaData, Table


def _metadata() -> MetaData:
    from sqlalchemy import (
        JSON,
        BigInteger,
        Boolean,
        Column,
        Float,
        ForeignKey,
        Index,
        Integer,
        LargeBinary,
        MetaData,
        String,
        Table,
        Text,
        UniqueConstraint,
    )

    # names of constraints are the same everywhere, so that a migration can name them
    made = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    big = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only an INTEGER key
    moment = String(20)

    Table(
        "audits",
        made,
        Column("id", Integer, primary_key=True),
        Column("name", String(100), nullable=False, unique=True),
        Column("created", moment, nullable=False),
    )
    Table(
        "articles",
        made,
        Column("id", big, primary_key=True),
        Column("audit", ForeignKey("audits.id", ondelete="CASCADE"), nullable=False),
        Column("place", Text, nullable=False),  # absolute path, or address
        Column("tags", JSON, nullable=False),
        Column("added", moment, nullable=False),
        Column("published", String(10)),
        Column("title", Text),
        Column("language", String(8)),
        Column("sha256", String(64)),  # of the text that was judged last
        Column("stamp", Text),  # size and time of a file, or the validators of an address: what tells cheaply that nothing changed
        Column("inputs", String(64)),  # hash of all that the verdicts rest on: text, sources, tool, model
        Column("read", moment),
        Column("due", moment),
        Column("failures", Integer, nullable=False, server_default="0"),
        Column("message", Text),  # why it cannot be read; null if it can
        Column("quarantined", Boolean, nullable=False, server_default="0"),
        Column("parts", JSON),  # source → hash of what of it its verdicts rest on: claims whose sources are as they were stand
        UniqueConstraint("audit", "place"),
        Index("ix_articles_audit_id", "audit", "id"),
    )
    Table(
        "sources",
        made,
        Column("id", String(40), primary_key=True),  # as reports call it
        Column("url", Text, nullable=False),
        Column("host", String(255), nullable=False),
        Column("status", String(32)),
        Column("capture", big),  # the last capture that gave a text
        Column("last", big),  # the last capture of all
        Column("checked", moment),
        Column("due", moment),
        Column("checks", Integer, nullable=False, server_default="0"),
        Column("changes", Integer, nullable=False, server_default="0"),
        Column("failures", Integer, nullable=False, server_default="0"),  # that count towards death, in a row
        Column("failed", moment),  # the last that counted
        Column("dead", moment),  # since when it is called dead; null if it is not
        Column("lapses", Integer, nullable=False, server_default="0"),  # failures of any kind in a row: the back-off
    )
    Table(
        "citations",
        made,
        Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        Column("source", ForeignKey("sources.id"), primary_key=True),
        Column("url", Text, nullable=False),  # as the article writes it
        Index("ix_citations_source", "source"),
    )
    Table(
        "seen",  # what each audit was told of a source last: a source that two of them share has news for both
        made,
        Column("audit", ForeignKey("audits.id", ondelete="CASCADE"), primary_key=True),
        Column("source", ForeignKey("sources.id"), primary_key=True),
        Column("capture", big),  # the last capture that gave a text; null if there was none
        Column("failing", Boolean, nullable=False),
        Column("dead", moment),
        Index("ix_seen_source", "source"),
    )
    Table(
        "wants",  # claims of an article lack something in a source: what an archive has of it from around a day bears on them
        made,
        Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        Column("source", ForeignKey("sources.id"), primary_key=True),
        Column("day", String(10), primary_key=True),
        Index("ix_wants_source_day", "source", "day"),
    )
    Table(
        "copies",  # what archives had of a source from around a day
        made,
        Column("source", ForeignKey("sources.id"), primary_key=True),
        Column("day", String(10), primary_key=True),
        Column("run", Integer, nullable=False),  # that asked last
        Column("asked", moment, nullable=False),
        Column("again", moment),  # when it is worth asking again; null if there is a copy
        Column("capture", big),  # of the copy, which is a source of its own; null if there is none
        Column("message", Text, nullable=False),  # what to say of the search where there is none
    )
    Table(
        "contents",
        made,
        Column("sha256", String(64), primary_key=True),  # of the bytes as they came, before compression here
        Column("size", Integer, nullable=False),
        Column("body", LargeBinary),  # zstd; null after retention took it
        Column("added", moment, nullable=False),
    )
    Table(
        "answers",  # what a server answered, so that it can be asked whether that still stands
        made,
        Column("address", String(64), primary_key=True),  # hash of url and variant: an index takes no long address
        Column("sha256", ForeignKey("contents.sha256"), primary_key=True),
        Column("url", Text, nullable=False),
        Column("variant", Text, nullable=False),
        Column("status", Integer, nullable=False),
        Column("reason", Text, nullable=False),
        Column("headers", JSON, nullable=False),
        Column("first", String(32), nullable=False),
        Column("fetched", String(32), nullable=False),
        Column("checked", Float, nullable=False),
        Column("lifetime", Float, nullable=False),
        Column("agent", Text, nullable=False),
        Index("ix_answers_sha256", "sha256"),
    )
    Table(
        "pins",
        made,
        Column("sha256", ForeignKey("contents.sha256"), primary_key=True),
        Column("holder", String(100), primary_key=True),
    )
    Table(
        "derived",  # what was made out of bytes, so that they are not read again
        made,
        Column("key", String(200), primary_key=True),
        Column("sha256", ForeignKey("contents.sha256"), nullable=False),
        Index("ix_derived_sha256", "sha256"),
    )
    Table(
        "captures",
        made,
        Column("id", big, primary_key=True),
        Column("source", ForeignKey("sources.id"), nullable=False),
        Column("run", Integer, nullable=False),
        Column("fetched", moment, nullable=False),
        Column("status", String(32), nullable=False),
        Column("content", String(64)),  # hash of the bytes; null if nothing was read
        Column("extract", ForeignKey("contents.sha256")),  # what was read out of them, and verdicts rest on
        Column("described", LargeBinary, nullable=False),  # zstd of the source's JSON
        UniqueConstraint("run", "source"),
        Index("ix_captures_source", "source"),
        Index("ix_captures_extract", "extract"),
    )
    Table(
        "verdicts",
        made,
        Column("id", big, primary_key=True),
        Column("audit", ForeignKey("audits.id", ondelete="CASCADE"), nullable=False),
        Column("seq", Integer, nullable=False),
        Column("run", Integer, nullable=False),
        Column("article", big, nullable=False),
        Column("claim", String(64), nullable=False),  # id in reports
        Column("label", String(20), nullable=False),
        Column("confidence", String(8), nullable=False),  # text, so that its hash is the same on every machine
        Column("given", moment, nullable=False),
        Column("tool", String(64), nullable=False),
        Column("model", String(200), nullable=False),
        Column("captures", JSON, nullable=False),  # [[source, capture, sha256 of its extract], …]
        Column("document", LargeBinary, nullable=False),  # zstd of the claim as the JSON report has it
        Column("current", Boolean, nullable=False),
        Column("hash", String(64), nullable=False),
        UniqueConstraint("run", "article", "claim"),
        UniqueConstraint("audit", "seq"),
        Index("ix_verdicts_article_current", "article", "current"),
    )
    Table(
        "runs",
        made,
        Column("id", Integer, primary_key=True),
        Column("audit", ForeignKey("audits.id", ondelete="CASCADE"), nullable=False),
        Column("started", moment, nullable=False),
        Column("ended", moment),
        Column("state", String(16), nullable=False),  # running, done, stopped, outage
        Column("tool", String(64), nullable=False),
        Column("model", String(200), nullable=False),
        Column("settings", JSON, nullable=False),
        Column("counts", JSON, nullable=False),
        Column("message", Text),
    )
    Table(
        "items",
        made,
        Column("run", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
        Column("kind", String(8), primary_key=True),  # source, article
        Column("key", String(40), primary_key=True),
        Column("rank", big, nullable=False),  # what matters most first
        Column("state", String(12), nullable=False),  # due, done, left, quarantined
        Column("attempts", Integer, nullable=False, server_default="0"),
        Index("ix_items_run_kind_state", "run", "kind", "state"),
        Index("ix_items_run_kind_rank", "run", "kind", "rank", "key"),
    )
    Table(
        "events",
        made,
        Column("id", big, primary_key=True),
        Column("run", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
        Column("kind", String(32), nullable=False),
        Column("article", big),
        Column("source", String(40)),
        Column("claim", String(64)),
        Column("key", String(200), nullable=False),  # article, source and claim: unique with run and kind, so that nothing doubles
        Column("detail", JSON, nullable=False),
        UniqueConstraint("run", "kind", "key"),
    )
    Table(
        "locks",
        made,
        Column("audit", ForeignKey("audits.id", ondelete="CASCADE"), primary_key=True),
        Column("owner", String(64), nullable=False),
        Column("host", String(255), nullable=False),
        Column("pid", Integer, nullable=False),
        Column("born", String(32), nullable=False),  # when that process began: a pid is used again
        Column("beat", BigInteger, nullable=False),  # counts up while the owner lives
        Column("taken", moment, nullable=False),
    )
    return made


_MADE: list[MetaData] = []


def metadata() -> MetaData:
    """All tables; made once, when first asked for, since SQLAlchemy is slow to import."""
    if not _MADE:
        _MADE.append(_metadata())
    return _MADE[0]


def table(name: str) -> Table:
    """One table by its name."""
    return metadata().tables[name]
