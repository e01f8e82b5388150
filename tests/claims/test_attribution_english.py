"""What the rules find in English sentences, pattern by pattern."""

from __future__ import annotations

import pytest

from provenance.claims import find_claims
from provenance.draft import read_text

# text, and for each attribution: source, cue, content (its pieces divided by " | "), kind of speech, kind of source
Expected = list[tuple[str, str, str, str, str]]

CASES: list[tuple[str, Expected]] = [
    ("The minister said the bridge would open in May.", [("the minister", "said", "the bridge would open in May", "indirect", "person")]),
    ('"The bridge will open in May," the minister said.', [("the minister", "said", '"The bridge will open in May,"', "direct", "person")]),
    (
        '"The bridge," said Mayor Ann Poole, "will open in May."',
        [("Ann Poole", "said", '"The bridge," | "will open in May."', "direct", "person")],
    ),
    (
        '"The bridge will open in May," said Poole, who chairs the council.',
        [("Poole", "said", '"The bridge will open in May,"', "direct", "person")],
    ),
    (
        "The bridge will open in May, the mayor said on Friday.",
        [("the mayor", "said", "The bridge will open in May", "indirect", "person")],
    ),
    (
        "The bridge opens on 1 July, the company announced.",  # "1 July, the company" is no man with his trade
        [("the company", "announced", "The bridge opens on 1 July", "indirect", "group")],
    ),
    # The sentence ends with source and cue: what leads in belongs to what was said.
    (
        "On Monday the ferry sank, the Harbour Office said.",
        [("Harbour Office", "said", "On Monday the ferry sank", "indirect", "group")],
    ),
    (
        "After the vote the minister resigned, Reuters reported.",
        [("Reuters", "reported", "After the vote the minister resigned", "indirect", "outlet")],
    ),
    ("The bridge, Poole said, will open in May.", [("Poole", "said", "The bridge | will open in May", "indirect", "person")]),
    (
        "According to the city council, the bridge will open in May.",
        [("the city council", "According to", "the bridge will open in May", "indirect", "group")],
    ),
    (
        "The bridge will open in May, according to two officials.",
        [("two officials", "according to", "The bridge will open in May", "indirect", "unnamed")],
    ),
    ("As Reuters reported, the bridge will open in May.", [("Reuters", "reported", "the bridge will open in May", "indirect", "outlet")]),
    (
        "Poole told Reuters that the bridge would open in May.",
        [("Poole", "told", "that the bridge would open in May", "indirect", "person")],
    ),
    ("Poole told reporters the bridge would open in May.", [("Poole", "told", "the bridge would open in May", "indirect", "person")]),
    ('"It will open," Poole told Reuters.', [("Poole", "told", '"It will open,"', "direct", "person")]),
    (
        "In a statement, the company said the recall covers 400 cars.",
        [("the company", "said", "the recall covers 400 cars", "indirect", "group")],
    ),
    (
        "Poole said in a statement that the recall covers 400 cars.",
        [("Poole", "said", "that the recall covers 400 cars", "indirect", "person")],
    ),
    ("Poole announced that the school would close.", [("Poole", "announced", "that the school would close", "indirect", "person")]),
    (
        "The survey found that two in three residents cycle to work.",
        [("the survey", "found", "that two in three residents cycle to work", "indirect", "document")],
    ),
    (
        "A poll by the Northside Institute showed that support had fallen to 31 percent.",
        [("a poll by the Northside Institute", "showed", "that support had fallen to 31 percent", "indirect", "document")],
    ),
    (
        "Documents seen by the Gazette show that the firm paid no tax.",
        [("Documents seen by the Gazette", "show", "that the firm paid no tax", "indirect", "document")],
    ),
    (
        "Two officials who asked not to be named said the talks had failed.",
        [("two officials", "said", "the talks had failed", "indirect", "unnamed")],
    ),
    ("The treaty states that either side may leave.", [("the treaty", "states", "that either side may leave", "indirect", "document")]),
    (
        'The treaty says either side may leave with "a year\'s notice."',
        [("the treaty", "says", 'either side may leave with "a year\'s notice."', "mixed", "document")],
    ),
    ("Poole accused the builders of cutting corners.", [("Poole", "accused", "the builders of cutting corners", "indirect", "person")]),
    ("The opposition insists the count was rigged.", [("the opposition", "insists", "the count was rigged", "indirect", "group")]),
    ("The claim that the count was rigged has spread online.", [("", "claim", "that the count was rigged", "indirect", "unnamed")]),
    ("Poole denied that the count was rigged.", [("Poole", "denied", "that the count was rigged", "indirect", "person")]),
    ("Poole did not say that the count was rigged.", [("Poole", "did not say", "that the count was rigged", "indirect", "person")]),
    ("Did Poole say that the count was rigged?", []),
    ("If Poole says that the count was rigged, voters will listen.", []),
    ("The mayor may say that the count was rigged.", []),
    ("The mayor reportedly agreed to resign.", [("", "reportedly", "The mayor | agreed to resign", "indirect", "unnamed")]),
    ("Poole: Bridge Will Open in May", [("Poole", ":", "Bridge Will Open in May", "indirect", "person")]),
    (
        'Poole predicted it was "a matter of weeks" until the bridge opens.',
        [("Poole", "predicted", 'it was "a matter of weeks" until the bridge opens', "mixed", "person")],
    ),
    (
        "The Courier reported on Monday, citing the contract, that the price had doubled.",
        [("Courier", "reported", "that the price had doubled", "indirect", "outlet")],
    ),
    (
        "The price had doubled, the Courier reported, citing the contract published by the city.",
        [("Courier", "reported", "The price had doubled", "indirect", "outlet")],
    ),
    ('Poole called the plan "a disaster."', [("Poole", "called", 'the plan "a disaster."', "mixed", "person")]),
    ('Poole added: "We will not pay twice."', [("Poole", "added", '"We will not pay twice."', "direct", "person")]),
    (
        "Poole criticized the builders for the delay and said the city would sue.",
        [
            ("Poole", "criticized", "the builders for the delay", "indirect", "person"),
            ("Poole", "said", "the city would sue", "indirect", "person"),
        ],
    ),
    ("She asked whether the bridge was safe.", [("She", "asked", "whether the bridge was safe", "indirect", "person")]),
    ("Poole promised to open the bridge in May.", [("Poole", "promised", "to open the bridge in May", "indirect", "person")]),
    ("The company, which built the bridge, said it was safe.", [("the company", "said", "it was safe", "indirect", "group")]),
    ("Critics argue that the plan is too costly.", [("Critics", "argue", "that the plan is too costly", "indirect", "unnamed")]),
    ('"Never," she thundered.', [("she", "thundered", '"Never,"', "direct", "person")]),
    ('"Is it safe?" the reporter asked.', [("the reporter", "asked", '"Is it safe?"', "direct", "person")]),
    (
        "Poole said that 'no one was hurt' and that the road was open.",
        [("Poole", "said", "that 'no one was hurt' and that the road was open", "mixed", "person")],
    ),
    (
        "The agency warned that floods could return, adding that roads would stay closed.",
        [
            ("the agency", "warned", "that floods could return", "indirect", "outlet"),
            ("the agency", "adding", "that roads would stay closed", "indirect", "outlet"),
        ],
    ),
    ("The reported cost of the bridge was high.", []),
    ("The mayor's claims were widely reported.", []),
    ("He has a say in the matter.", []),
    ("The police found the car near the river.", []),
    ("The bridge showed cracks in May.", []),
    (
        "“We are ready,” Poole said. “We have waited for years.”",
        [("Poole", "said", "“We are ready,” | “We have waited for years.”", "direct", "person")],
    ),
    ("Poole wrote on Twitter that she was proud.", [("Poole", "wrote", "that she was proud", "indirect", "person")]),
    ("It was reported that the bridge had closed.", [("", "was reported", "that the bridge had closed", "indirect", "unnamed")]),
    (
        "The bridge was closed because, engineers said, it had moved.",
        [("engineers", "said", "The bridge was closed because | it had moved", "indirect", "group")],
    ),
    (
        "The governor, Hal Stone, told lawmakers that taxes would rise.",
        [("Hal Stone", "told", "that taxes would rise", "indirect", "person")],
    ),
    (
        "A spokesman for the ministry said no one had been hurt.",
        [("a spokesman for the ministry", "said", "no one had been hurt", "indirect", "person")],
    ),
    ("Who said that the bridge was safe?", []),
    ("Experts believe the bridge is safe.", [("Experts", "believe", "the bridge is safe", "indirect", "unnamed")]),
    (
        'The deal "signed in the port of Odesa on May 3" takes effect at once.',
        [("the deal", '"', '"signed in the port of Odesa on May 3"', "direct", "document")],
    ),
    (
        "Poole's warning that the bridge could fall went unheard.",
        [("Poole", "warning", "that the bridge could fall", "indirect", "person")],
    ),
    ("The mayor has said the road is safe.", [("the mayor", "has said", "the road is safe", "indirect", "person")]),
    ("Engineers noted the road was closed.", [("Engineers", "noted", "the road was closed", "indirect", "group")]),
    ("Poole, a former judge, argued that the law was clear.", [("Poole", "argued", "that the law was clear", "indirect", "person")]),
    ("Poole also wrote that the law was clear.", [("Poole", "wrote", "that the law was clear", "indirect", "person")]),
    ('"We will appeal," the lawyer told the court.', [("the lawyer", "told", '"We will appeal,"', "direct", "person")]),
    (
        '"The law is clear," argued Ann Poole, a former judge. "We will appeal."',
        [("Ann Poole", "argued", '"The law is clear," | "We will appeal."', "direct", "person")],
    ),
    ("Officials say there were no injuries.", [("Officials", "say", "there were no injuries", "indirect", "unnamed")]),
    (
        "A report by the auditors says the fund lost money.",
        [("a report by the auditors", "says", "the fund lost money", "indirect", "document")],
    ),
    ("The fund, the auditors found, lost money.", [("the auditors", "found", "The fund | lost money", "indirect", "group")]),
    (
        "Hospital records show the patient left on Tuesday.",
        [("Hospital records", "show", "the patient left on Tuesday", "indirect", "document")],
    ),
    ("The study suggests that tea helps.", [("the study", "suggests", "that tea helps", "indirect", "document")]),
    (
        "Reuters, which first reported the sale, said the price was undisclosed.",
        [("Reuters", "said", "the price was undisclosed", "indirect", "outlet"), ("Reuters", "reported", "the sale", "indirect", "outlet")],
    ),
    ("The sale, first reported by Reuters, was confirmed by the firm.", []),
    (
        "Sources close to the talks told the Gazette that a deal was near.",
        [("Sources close to the talks", "told", "that a deal was near", "indirect", "unnamed")],
    ),
    (
        "One official, who spoke on condition of anonymity, said a deal was near.",
        [("one official", "said", "a deal was near", "indirect", "unnamed")],
    ),
    ("She insists she is innocent.", [("She", "insists", "she is innocent", "indirect", "person")]),
    ("They warned that the dam could fail.", [("They", "warned", "that the dam could fail", "indirect", "group")]),
    ("The ministry confirmed the figures.", [("the ministry", "confirmed", "the figures", "indirect", "group")]),
    ("Neighbors described the man as quiet.", [("Neighbors", "described", "the man as quiet", "indirect", "group")]),
    ("Poole declined to comment on the case.", [("Poole", "declined", "to comment on the case", "indirect", "person")]),
    ("Poole vowed to fight the ruling.", [("Poole", "vowed", "to fight the ruling", "indirect", "person")]),
    ("He urged voters to stay home.", [("He", "urged", "voters to stay home", "indirect", "person")]),
    ("Protesters called for new elections.", [("Protesters", "called", "new elections", "indirect", "group")]),
    ("The bank warned of a recession.", [("the bank", "warned", "a recession", "indirect", "group")]),
    ("Poole said: 'This is the end.'", [("Poole", "said", "'This is the end.'", "direct", "person")]),
    ('Poole said that "this is the end" of the road.', [("Poole", "said", 'that "this is the end" of the road', "mixed", "person")]),
    ("The road is safe, say engineers.", [("engineers", "say", "The road is safe", "indirect", "group")]),
    ("The road is safe, Poole insists.", [("Poole", "insists", "The road is safe", "indirect", "person")]),
    ('"Is the road safe?" asked a reporter.', [("a reporter", "asked", '"Is the road safe?"', "direct", "person")]),
    ('What Poole said was "a lie," Stone told the council.', [("Stone", "told", 'What Poole said was "a lie,"', "mixed", "person")]),
    ("The rumor that the road had closed was false.", [("", "rumor", "that the road had closed", "indirect", "unnamed")]),
    (
        "There is no evidence of fraud, according to the police chief.",
        [("the police chief", "according to", "There is no evidence of fraud", "indirect", "person")],
    ),
    (
        "In the words of one teacher, the school is falling apart.",
        [("one teacher", "In the words of", "the school is falling apart", "indirect", "person")],
    ),
    ("The minister, quoting the agency, said output fell.", [("the minister", "said", "output fell", "indirect", "person")]),
    ("The Gazette wrote on May 3 that output fell.", [("Gazette", "wrote", "that output fell", "indirect", "outlet")]),
    ("On Tuesday, the Gazette reported that output fell.", [("Gazette", "reported", "that output fell", "indirect", "outlet")]),
    ("Last week the governor predicted a recession.", [("the governor", "predicted", "a recession", "indirect", "person")]),
    ("The government announced a ban on imports.", [("the government", "announced", "a ban on imports", "indirect", "group")]),
    (
        "The director of the museum said thieves took two paintings.",
        [("the director of the museum", "said", "thieves took two paintings", "indirect", "person")],
    ),
    (
        "The U.S. State Department said the visa ban would stay.",
        [("U.S. State Department", "said", "the visa ban would stay", "indirect", "group")],
    ),
    ("U.N. Secretary-General Maria Lopes said aid was late.", [("Maria Lopes", "said", "aid was late", "indirect", "person")]),
    ("Mr. Stone said it was late.", [("Stone", "said", "it was late", "indirect", "person")]),
    ('"It is late," said Mr. Stone.', [("Stone", "said", '"It is late,"', "direct", "person")]),
    (
        "Stone said the plan - which cost $3.5 million - was late.",
        [("Stone", "said", "the plan - which cost $3.5 million - was late", "indirect", "person")],
    ),
    (
        "Stone claimed the plan cost $3.5 million, but Poole said it cost twice that.",
        [
            ("Stone", "claimed", "the plan cost $3.5 million", "indirect", "person"),
            ("Poole", "said", "it cost twice that", "indirect", "person"),
        ],
    ),
    (
        "While Stone said the plan was cheap, Poole said it was dear.",
        [("Stone", "said", "the plan was cheap", "indirect", "person"), ("Poole", "said", "it was dear", "indirect", "person")],
    ),
    (
        "The firm said its profit rose 4 percent and that sales doubled.",
        [("the firm", "said", "its profit rose 4 percent and that sales doubled", "indirect", "group")],
    ),
    ("The firm alleged fraud.", [("the firm", "alleged", "fraud", "indirect", "group")]),
    ("The company did not respond to a request for comment.", []),
    ("Asked about the ban, Stone said it would stay.", [("Stone", "said", "it would stay", "indirect", "person")]),
    ('Stone tweeted: "It stays."', [("Stone", "tweeted", '"It stays."', "direct", "person")]),
    ("The ad says the senator lied.", [("the ad", "says", "the senator lied", "indirect", "document")]),
    ('The email said, "Come at once."', [("the email", "said", '"Come at once."', "direct", "document")]),
    (
        "The fire started in the kitchen, investigators believe.",
        [("investigators", "believe", "The fire started in the kitchen", "indirect", "group")],
    ),
    ("The council met on Monday, recited its rules, and left.", []),
    ("The sale closed in May, a fact first reported by the Courier.", []),
    ("On “The Morning Hour,” Poole said the road was safe.", [("Poole", "said", "the road was safe", "indirect", "person")]),
    ("“Why wait?” Poole asked the council.", [("Poole", "asked", "“Why wait?”", "direct", "person")]),
    ("The plan, which Stone described as “a gift,” failed.", [("Stone", "described", "which | as “a gift,”", "mixed", "person")]),
    ("As Poole pointed out, the road is old.", [("Poole", "pointed out", "the road is old", "indirect", "person")]),
    ("Prices rose again, as the city continued to grow.", []),
    ("“The road is old.” — Ann Poole", [("Ann Poole", "—", "“The road is old.”", "direct", "person")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:50] for case in CASES])
def test_attributions(text: str, expected: Expected) -> None:
    draft = read_text(text, language="en")
    found = [
        (a.source, a.cue, " | ".join(s.of(draft.text) for s in a.content_spans), a.kind.value, a.speaker_or_outlet.value)
        for a in (claim.attribution for claim in find_claims(draft))
        if a is not None
    ]
    assert found == expected
