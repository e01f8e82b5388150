"""A language model behind an endpoint that speaks OpenAI's chat completions (Ollama, vLLM, llama.cpp and others) as entailment.

What it says counts only with a quotation that is found in the source, in a passage that is about the claim. An answer that is not
to be read, comes too late or lacks its quotation is no judgement: the embedded model then judges alone, and the report says so. If
the endpoint cannot be reached, or refuses the key or the model's name, before anything was answered, the run ends with an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.entailment import Judgement, Send
from provenance.comparison.entailment.passages import met_by, premises
from provenance.comparison.entailment.prompts import Answer, Said, question, read_answer
from provenance.comparison.matching.match import Match
from provenance.comparison.signals import Signals
from provenance.errors import ModelError
from provenance.language.folding import fold
from provenance.model import Span, Status, Unavailable

_SUPPORT = {Said.SUPPORTED: 0.95, Said.PARTLY: 0.25, Said.CONTRADICTED: 0.03, Said.NOT_STATED: 0.08}
"""What each verdict is worth as a probability of support. A number that a model gives itself would be no better founded."""
_CONTRADICTION = 0.97
"""The same for a contradiction that it calls."""
_WINDOWS = 8
_LONGEST_CLAIM = 4_000
"""Characters; a longer claim is none that one question can be about."""
_SHORTEST_QUOTE = 12
_MET = 0.55
"""How well the sentences in which the quoted words stand must meet the claim: sentences about something else reach .3 to .5."""
_PATIENCE = 3
"""Questions in a row without an answer, after which the endpoint is not asked again in this run."""
_NOBODY = frozenset({Status.UNREACHABLE, Status.REFUSED, Status.TLS_ERROR, Status.REDIRECT_ERROR, Status.UNSUPPORTED, Status.NOT_ATTEMPTED})
_WHY = {
    Status.TIMED_OUT: "it did not answer in time",
    Status.TOO_LARGE: "its answer is too long",
    Status.RATE_LIMITED: "it limits requests",
}
_REFUSED = {
    400: "does not understand the question: it must take chat completions with a JSON answer",
    401: "wants a key: set PROVENANCE_MODEL_KEY",
    403: "refuses the key: set another in PROVENANCE_MODEL_KEY",
    404: "knows no such model or address: check both in --model openai:NAME@URL",
    405: "takes no chat completions there: check the address in --model openai:NAME@URL",
    422: "does not understand the question: it must take chat completions with a JSON answer",
}


class Endpoint:
    """A named model behind an address.

    Parameters:
        model: its name there.
        url: base address, for the report; ``send`` knows where questions go.
        send: puts a question.
    """

    def __init__(self, model: str, url: str, send: Send) -> None:
        self._model = model
        self._send = send
        self._url = url
        self._answered = False
        self._silent = 0
        self.name = f"openai:{model}@{url}"

    def judge(self, items: Sequence[Signals]) -> list[Judgement]:
        """One judgement for each item, asked for one after the other, so that a replay asks the same.

        Raises:
            ModelError: nothing answers at the endpoint, or it refuses the key or the model.
            CassetteError: the answers are replayed, and one is not in the cassette.
        """
        return [self._judge(found) for found in items]

    def _judge(self, found: Signals) -> Judgement:
        match = found.match
        if len(match.claim) > _LONGEST_CLAIM:
            return self._no_judgement("the claim is too long for it")
        spans = [premise.span for premise in premises(match, whole=True, most=_WINDOWS)]
        if not spans:
            return self._no_judgement("there is no passage to read")
        if self._silent >= _PATIENCE:
            return self._no_judgement(f"it was not asked, for it left {_PATIENCE} questions in a row without an answer")
        answer = self._send(question(self._model, match.claim, [span.of(match.reading.text) for span in spans]))
        if isinstance(answer, Unavailable):
            return self._no_answer(answer)
        self._answered, self._silent = True, 0
        told = read_answer(answer)
        return self._no_judgement(told) if isinstance(told, str) else self._judgement(told, match, spans)

    def _judgement(self, told: Answer, match: Match, spans: Sequence[Span]) -> Judgement:
        if told.said is Said.NOT_STATED:
            return Judgement(_SUPPORT[told.said], model=self.name, reason=told.reason)
        place = find_quote(told.quote, match.reading.text, spans)
        if place is None:
            return self._no_judgement("the words it quotes are not in the source")
        if met_by(match, sentences_around(match, place)) < _MET:
            return self._no_judgement("the words it quotes are not about the claim")
        against = _CONTRADICTION if told.said is Said.CONTRADICTED else 0.0
        return Judgement(_SUPPORT[told.said], against, place, told.reason, self.name)

    def _no_answer(self, missing: Unavailable) -> Judgement:
        status = missing.http_status
        if status in (401, 403, 404, 405) or (status in _REFUSED and not self._answered):
            raise ModelError(f"the endpoint {self._url} {_REFUSED[status or 400]}")
        if missing.status in _NOBODY and not self._answered:
            raise ModelError(f"nothing answers at {self._url} ({missing.status.value}): start the model, or choose another with --model")
        self._silent += 1
        if self._silent >= _PATIENCE and not self._answered:
            raise ModelError(f"the model at {self._url} answers nothing ({missing.status.value}): raise model-timeout, or choose another")
        return self._no_judgement(_WHY.get(missing.status, f"it gave no answer ({status or missing.status.value})"))

    def _no_judgement(self, why: str) -> Judgement:
        return Judgement(0.0, model=self.name, silence=why)


def find_quote(quote: str, text: str, spans: Sequence[Span]) -> Span | None:
    """Where a quotation stands in those runs of ``text``, word for word once quotation marks, dashes, blanks and case are folded.

    Returns:
        The place in ``text``; ``None`` if it is too short to show anything, or stands nowhere.
    """
    wanted = fold(" ".join(quote.split())).text.strip().strip('"').strip()
    if len(wanted) < _SHORTEST_QUOTE:
        return None
    for span in spans:
        folded = fold(span.of(text))
        at = folded.text.find(wanted)
        while at >= 0:
            if _whole_words(folded.text, at, at + len(wanted)):
                inside = folded.span(at, at + len(wanted))
                return Span(span.start + inside.start, span.start + inside.end)
            at = folded.text.find(wanted, at + 1)
    return None


def _whole_words(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() and text[start].isalnum()) and not (
        text[end : end + 1].isalnum() and text[end - 1].isalnum()
    )


def sentences_around(match: Match, place: Span) -> Span:
    """From the start of the sentence in which ``place`` begins to the end of the one in which it ends."""
    touched = [s for s in match.reading.sentences if s.start < place.end and place.start < s.end]
    return Span(min(s.start for s in touched), max(s.end for s in touched)) if touched else place
