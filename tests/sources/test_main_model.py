"""What the network that tells main text is given of each block."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.sources.extraction.main_model import features
from provenance.sources.extraction.visible import VisibleBlock

LENGTH, FURNITURE, ENDED, STOPS = 0, 2, 4, 5
SOLID_NEAR = 23
"""Of the first window's features: characters of prose within two blocks."""


def block(text: str, tag: str = "p", *, furniture: bool = False) -> VisibleBlock:
    return VisibleBlock(text, tag, 0, furniture, True)


def test_punctuation_is_counted_within_each_block() -> None:
    texts = [
        "One, two. Three.",
        "menu",
        ".",
        ",",
        "“Four, five,” she said.”",
        "1,000.5 and no stop",
        "a.\nb, c",
        "終わり。",
        "🙂, \ud800. x",
    ]
    found = features([block(text) for text in texts])
    assert found[:, ENDED].tolist() == [1, 0, 1, 0, 1, 0, 0, 1, 0]
    assert np.expm1(found[:, STOPS]).round(9).tolist() == [2, 0, 0, 0, 1, 0, 1, 0, 2]


@given(
    st.lists(
        st.text(alphabet=" ,.ab\n\t“”。🙂", min_size=1, max_size=12).filter(lambda text: text.strip() == text), min_size=1, max_size=40
    )
)
def test_punctuation_is_that_of_each_text(texts: list[str]) -> None:
    found = features([block(text) for text in texts])
    assert found[:, ENDED].tolist() == [float(text[-1] in ".!?…»”\"')。！？:") for text in texts]
    assert np.allclose(np.expm1(found[:, STOPS]), [text.count(", ") + text.count(". ") for text in texts])


@given(st.lists(st.integers(min_value=1, max_value=300), min_size=1, max_size=40))
def test_windows_end_where_the_page_ends(lengths: list[int]) -> None:
    found = features([block("x" * length) for length in lengths])
    solid = [length if length >= 80 else 0 for length in lengths]
    near = [sum(solid[max(0, at - 2) : at + 3]) for at in range(len(lengths))]
    assert np.allclose(np.expm1(found[:, SOLID_NEAR]), near)
