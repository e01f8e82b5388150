"""Which reference stands for which claim and what each link is there for, against the drafts of ``bound/``, marked by hand.

A draft says for each of its claims, by a few of its words, which addresses stand for it and how the draft points to them (the
empty address: the source is only named), and for every link its role. What is found beside these claims is wrong only where it
bears a reference from elsewhere. Two thirds of the drafts are for tuning, the others are
held out. ``python tests/claims/test_bound_gold.py`` prints the figures of both parts, with ``-v`` what is wrong in the first.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
FLOORS = tomllib.loads((HERE.parent / "floors.toml").read_text("utf-8")).get("references", {})
PARTS = ("dev", "held_out")


@dataclass
class Tally:
    """Counts over some drafts."""

    pairs: int = 0
    right: int = 0
    bound: int = 0
    good: int = 0
    how: int = 0
    links: int = 0
    roles: int = 0
    claims: int = 0
    found: int = 0
    within: int = 0
    """Pairs of the claims that were found."""
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        return {
            "precision": round(self.good / max(1, self.bound), 3),
            "recall": round(self.right / max(1, self.pairs), 3),
            "recall_where_found": round(self.right / max(1, self.within), 3),
            "how": round(self.how / max(1, self.right), 3),
            "role_accuracy": round(self.roles / max(1, self.links), 3),
            "claims_found": round(self.found / max(1, self.claims), 3),
        }


def gold(part: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """The drafts of one part, or all, by name."""
    read = [(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted((HERE / "bound").glob("*.toml"))]
    return [(name, table) for name, table in read if part in (None, table["part"])]


IN_OTHER_FORMATS = {
    "dev": (("ferry", "docx"), ("ferry", "odt"), ("digest", "docx"), ("digest", "odt"), ("museum", "pdf"), ("orchard", "odt"), ("strike_fr", "eml"), ("clinic_de", "docx"), ("dam_ru", "docx"), ("tunnel", "docx"), ("tunnel", "pdf"), ("census", "eml")),
    "held_out": (("harvest_held", "docx"), ("harvest_held", "pdf"), ("lighthouse_held", "odt"), ("wolves_held", "docx"), ("tram_pl_held", "odt"), ("volcano_es_held", "eml")),
}  # fmt: skip


def read_plainly(table: dict[str, Any]) -> Any:
    from provenance.draft import read_text

    return read_text(table["text"].lstrip("\n"), format=table["format"])


def read_as(table: dict[str, Any], format: str) -> tuple[Any, frozenset[str]]:
    """The draft read out of a file of another format, and the addresses that the file holds."""
    from bound_formats import converted

    from provenance.draft import read_bytes

    plain = read_plainly(table)
    body, urls = converted(plain, format)
    return read_bytes(body, path=f"draft.{format}", language=plain.language), urls


def score(tally: Tally, name: str, table: dict[str, Any], format: str | None = None) -> None:
    """Add one draft to the counts, in its own format or in another."""
    from provenance.claims import find_claims
    from provenance.claims.references import classify_links

    held: frozenset[str] | None = None
    if format is None:
        draft = read_plainly(table)
    else:
        draft, held = read_as(table, format)
        name = f"{name}.{format}"
    claims = find_claims(draft)
    expected: list[tuple[int, int, dict[str, Any]]] = []
    for entry in table["claims"]:
        at = _find(draft.text, entry["words"])
        assert at >= 0, f"{name}: {entry['words']!r} does not stand in it"
        expected.append((at, at + len(entry["words"]), entry))
    meant = {id(claim): [entry for start, end, entry in expected if _says(claim, start, end)] for claim in claims}
    for _, _, entry in expected:
        free = {*entry.get("optional", ())}
        refs = {url: how for url, how in entry["refs"].items() if url not in free}
        takers = [claim for claim in claims if entry in meant[id(claim)]]
        tally.claims += 1
        tally.found += bool(takers)
        tally.pairs += len(refs)
        tally.within += len(refs) if takers else 0
        best = max(({r.url: r.how.value for r in claim.references} for claim in takers), key=lambda got: len(got.keys() & refs), default={})
        tally.right += len(best.keys() & refs)
        tally.how += sum(refs[url] == best[url] for url in best.keys() & refs)
        tally.wrong += [
            f"{name}: {entry['words']!r} lacks {url or 'its name'}{'' if takers else ' (claim not found)'}"
            for url in refs
            if url not in best
        ]
        tally.wrong += [
            f"{name}: {entry['words']!r} {url or 'its name'} how {best[url]}, not {refs[url]}"
            for url in best.keys() & refs
            if refs[url] != best[url]
        ]
    for claim in claims:
        if any(_squeezed(words) in _squeezed(claim.sentence) for words in table.get("free", ())) and not meant[id(claim)]:
            continue
        near = meant[id(claim)] or [entry for _, _, entry in expected if _squeezed(entry["words"]) in _squeezed(claim.sentence)]
        allowed = {url for entry in near for url in (*entry["refs"], *entry.get("optional", ()))}
        begun = _find(draft.text, claim.sentence) if not meant[id(claim)] else -1
        for reference in claim.references:
            if 0 <= begun <= reference.span.start <= begun + len(claim.sentence):
                continue  # a claim that the gold does not list, with a link of its own sentence
            tally.bound += 1
            tally.good += reference.url in allowed
            if reference.url not in allowed:
                tally.wrong.append(f"{name}: {claim.text[:60]!r} has {reference.url or 'a name'} ({reference.how.value})")
    roles = {url: role for url, role, _ in table["links"]}
    seen = dict.fromkeys(roles, False)
    for link in classify_links(draft, claims):
        url = link.url if link.url in roles else link.url.rstrip("/")
        if url.startswith("#"):
            continue
        assert url in roles, f"{name}: {link.url} is not in the gold"
        seen[url] = True
        tally.links += 1
        tally.roles += link.role.value == roles[url]
        if link.role.value != roles[url]:
            tally.wrong.append(f"{name}: {url} is {link.role.value} ({link.reason}), not {roles[url]}")
        assert link.reason
    for url in [url for url, there in seen.items() if not there and (held is None or url in held)]:
        tally.links += 1
        tally.wrong.append(f"{name}: {url} was not read")


def _find(text: str, words: str) -> int:
    return text.find(words) if words in text else text.replace("\n", " ").find(words)


def _squeezed(words: str) -> str:
    return " ".join(words.split())


def _says(claim: Any, start: int, end: int) -> bool:
    """Whether most of these characters are among what the claim says."""
    spans = claim.attribution.content_spans if claim.attribution is not None else (claim.span,)
    return 2 * sum(max(0, min(end, span.end) - max(start, span.start)) for span in spans) > end - start


def measured(part: str, *, others: bool = False) -> Tally:
    """The counts over a part's drafts, each in its own format, or over some of them in other formats."""
    tally = Tally()
    tables = dict(gold(part))
    for name, format in IN_OTHER_FORMATS[part] if others else [(name, None) for name in tables]:
        score(tally, name, tables[name], format)
    return tally


@pytest.mark.parametrize("others", [False, True], ids=["own", "others"])
@pytest.mark.parametrize("part", PARTS)
def test_references_and_roles_of_the_gold_drafts(part: str, others: bool) -> None:
    tally = measured(part, others=others)
    figures = tally.figures()
    print(part, figures)
    floors = FLOORS[f"{part}_in_other_formats" if others else part]
    below = {name: (figures[name], floor) for name, floor in floors.items() if figures[name] < floor}
    assert not below, f"below the floor (measured, floor): {below}\n" + "\n".join(tally.wrong if part == "dev" else ())


def test_the_gold_is_large_enough_and_says_why() -> None:
    drafts = gold()
    links = [entry for _, table in drafts for entry in table["links"]]
    assert len(drafts) >= 14
    assert len(links) >= 72
    assert all(len(entry) == 3 and entry[2] for entry in links)
    held = sum(len(table["links"]) for _, table in drafts if table["part"] == "held_out")
    assert held * 10 >= len(links) * 3  # about a third


if __name__ == "__main__":
    sys.path.append(str(HERE.parent))
    for part, others in [(part, others) for part in PARTS for others in (False, True)]:
        result = measured(part, others=others)
        print(part, "in other formats" if others else "", result.figures(), f"({result.pairs} pairs, {result.links} links)")
        if part == "dev" or "-vv" in sys.argv:
            print(*(["  " + line for line in result.wrong] if "-v" in sys.argv or "-vv" in sys.argv else []), sep="\n")
