"""The cassettes that come with the program are what their page sources say, and say themselves what they are."""

from __future__ import annotations

import gzip
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from warcio.archiveiterator import ArchiveIterator

HERE = Path(__file__).resolve().parent


def _builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cassette_build", HERE / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


builder = _builder()
DEFINITIONS = builder.definitions()


def records(path: Path) -> Iterator[tuple[str, list[tuple[str, str]], bytes]]:
    """Type, headers and content of every record; the program's own version stands in the first, and is left out."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, no_record_parse=True):
            content = record.content_stream().read()
            if record.rec_type == "warcinfo":
                yield record.rec_type, [], re.sub(rb"software: [^\r]*", b"", content)
            else:
                yield record.rec_type, record.rec_headers.headers, content


def test_there_are_cassettes() -> None:
    assert DEFINITIONS


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda path: path.parent.name)
def test_a_build_can_be_repeated(definition: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    builder.build(definition, first)
    builder.build(definition, second)
    assert first.read_bytes() == second.read_bytes()
    shipped = builder.target(definition)
    # zlib's builds compress differently: what counts is what is inside
    assert list(records(first)) == list(records(shipped)), f"{shipped.name} is stale: run python tests/cassettes/build.py"


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda path: path.parent.name)
def test_every_page_says_that_it_is_a_stand_in(definition: Path) -> None:
    for page in definition.parent.glob("*.html"):
        assert "stand-in page" in page.read_text("utf-8"), page.name
    text = gzip.decompress(builder.target(definition).read_bytes()).decode("utf-8", "replace")
    responses = re.findall(r"WARC-Type: response\r\n", text)
    notes = re.findall(r"\r\nnote: [^\r]*tand-in", text)
    assert len(notes) >= len(responses) > 0
