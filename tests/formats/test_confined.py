"""A confined process gives a result, or one of the outcomes that are named, and never takes the caller with it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from guards import no_hang

from provenance.formats.confined import confined
from provenance.formats.outcomes import Crashed, Refused, TooLong, TooMuchMemory


@pytest.fixture(autouse=True)
def functions_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def test_the_result_comes_back_as_json_gives_it() -> None:
    assert confined("confined_functions:length", b"abc" * 1_000_000) == {"length": 3_000_000, "first": "a", "pair": [1, 2]}


def test_a_refusal_keeps_its_words() -> None:
    with pytest.raises(Refused, match="holds «чужое», which nobody reads"):
        confined("confined_functions:refuse", "чужое".encode())


@pytest.mark.parametrize("name", ["sleep", "spin"])
def test_what_takes_too_long_is_ended(name: str) -> None:
    with no_hang(), pytest.raises(TooLong, match=r"longer than 0\.5 s"):
        confined(f"confined_functions:{name}", b"", seconds=0.5)


def test_what_swells_is_ended() -> None:
    with no_hang(), pytest.raises(TooMuchMemory, match="128 MiB"):
        confined("confined_functions:swell", b"", memory=128 * 2**20)


def test_a_result_has_a_largest_size() -> None:
    assert confined("confined_functions:shout", b"1000000", output=2_000_000) == "x" * 1_000_000
    with no_hang(), pytest.raises(TooMuchMemory, match="1 MiB of result"):
        confined("confined_functions:shout", b"30000000", output=2**20)


@pytest.mark.parametrize(
    ("name", "words"), [("die", "crashes its parser"), ("blunder", "KeyError"), ("unsayable", "crashes"), ("missing", "AttributeError")]
)
def test_what_breaks_is_told_from_what_is_refused(name: str, words: str) -> None:
    with pytest.raises(Crashed, match=words):
        confined(f"confined_functions:{name}", b"x")


def test_a_child_that_reads_nothing_does_not_keep_the_caller_waiting() -> None:
    with no_hang(), pytest.raises(Crashed):
        confined("no_such_module:function", b"x" * 5_000_000)


def test_what_a_library_prints_does_not_garble_the_answer() -> None:
    assert confined("confined_functions:chatter", b"") == "quiet"


def test_nothing_is_written_to_disk(tmp_path: Path) -> None:
    assert confined("confined_functions:write", str(tmp_path / "out").encode()) == "no"
    assert not (tmp_path / "out").exists() or (tmp_path / "out").stat().st_size == 0


def test_the_working_folder_is_not_searched_for_modules() -> None:
    assert confined("confined_functions:settings", b"") == {"cwd_is_searched": False, "threads": "1"}


def test_several_threads_may_call_at_once() -> None:
    found: dict[int, object] = {}

    def call(number: int) -> None:
        found[number] = confined("confined_functions:shout", str(number).encode())

    threads = [threading.Thread(target=call, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: "x" * number for number in range(4)}
