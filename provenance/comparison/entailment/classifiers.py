"""Running a model of a folder: through onnxruntime where there is a graph, else through transformers. Both are optional libraries.

A pair is always run alone and unpadded: quantised models answer differently in another company, and a verdict must not.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Any, Protocol

from provenance.comparison.entailment.encoding import Encoded, PairEncoder, read_tokenizer
from provenance.comparison.entailment.folders import ModelFolder
from provenance.errors import ModelError

_ANSWERS = (3, 209)
"""Pieces of T5's vocabulary with which MiniCheck-Flan-T5 answers: not supported, supported."""
_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})


class Classifier(Protocol):
    """A loaded model."""

    encoder: PairEncoder

    def probabilities(self, premise: str, hypothesis: str) -> tuple[float, ...]:
        """Probability of each class, in the order of the model's output; they sum to 1."""
        ...


def load_classifier(folder: ModelFolder) -> Classifier:
    """Load a model.

    Raises:
        ModelError: a library is not installed, or the files do not fit together.
    """
    return OnnxClassifier(folder) if folder.onnx is not None else TransformersClassifier(folder)


def softmax(logits: Sequence[float]) -> tuple[float, ...]:
    """Probabilities out of logits, rounded so that the last bits of another processor change nothing."""
    top = max(logits)
    powers = [math.exp(x - top) for x in logits]
    total = math.fsum(powers)
    return tuple(round(p / total, 6) for p in powers)


def _checked(logits: Sequence[float], folder: ModelFolder) -> tuple[float, ...]:
    if len(logits) != folder.labels.count:
        raise ModelError(f"{folder.path}: the model answers with {len(logits)} numbers for {folder.labels.count} classes: name them anew")
    if not all(math.isfinite(x) for x in logits):
        raise ModelError(f"{folder.path}: the model answers with numbers that are not finite: fetch it again, or choose another")
    return softmax(logits)


def _threads() -> int:
    given = os.environ.get("OMP_NUM_THREADS", "")
    return int(given) if given.isdigit() and 0 < int(given) <= 64 else min(os.cpu_count() or 1, 8)


class OnnxClassifier:
    """A graph with the inputs of a sequence classifier and its logits as first output."""

    def __init__(self, folder: ModelFolder) -> None:
        assert folder.onnx is not None
        assert folder.tokenizer is not None
        try:
            import onnxruntime
        except ImportError as error:
            raise ModelError(f"{folder.onnx.name} needs onnxruntime: pip install 'provenance-checker[onnx]'") from error
        tokenizer = read_tokenizer(folder.tokenizer)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _threads()
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(str(folder.onnx), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the library's exceptions have no common base of their own
            raise ModelError(f"{folder.onnx} cannot be loaded as an ONNX model ({_first(error)}): fetch or export it again") from error
        self._folder = folder
        inputs = {i.name: i for i in self._session.get_inputs()}
        if "input_ids" not in inputs or not set(inputs) <= _INPUTS:
            raise ModelError(f"{folder.onnx}: inputs {', '.join(sorted(inputs))[:120]} are not those of a classifier: export it again")
        self._types = {name: "int32" if "int32" in i.type else "int64" for name, i in inputs.items()}
        width = inputs["input_ids"].shape[-1]
        self._width = width if isinstance(width, int) and width > 0 else None
        length = min(folder.max_length, self._width) if self._width else folder.max_length
        self.encoder = PairEncoder(tokenizer, folder.pairing, length)
        self._pad = next((p for m in ("[PAD]", "<pad>") if (p := tokenizer.token_to_id(m)) is not None), 0)
        outputs = self._session.get_outputs()[0].shape
        if outputs and isinstance(outputs[-1], int) and outputs[-1] != folder.labels.count:
            raise ModelError(f"{folder.onnx}: {outputs[-1]} outputs for {folder.labels.count} classes: name them in provenance.json")

    def probabilities(self, premise: str, hypothesis: str) -> tuple[float, ...]:
        """See :class:`Classifier`."""
        import numpy as np

        pair = self.encoder.encode(premise, hypothesis)
        rows = {"input_ids": pair.ids, "attention_mask": (1,) * len(pair.ids), "token_type_ids": pair.types}
        fill = {"input_ids": self._pad, "attention_mask": 0, "token_type_ids": 0}
        extra = (self._width or len(pair.ids)) - len(pair.ids)  # only a graph of fixed width is padded
        feed = {name: np.array([[*rows[name], *[fill[name]] * extra]], dtype=kind) for name, kind in self._types.items()}
        try:
            found = self._session.run(None, feed)[0]
        except Exception as error:
            raise ModelError(f"{self._folder.onnx}: the model failed ({_first(error)}): export it again, or choose another") from error
        return _checked([float(x) for x in np.asarray(found, dtype=np.float64).reshape(-1)], self._folder)


class TransformersClassifier:
    """A model that transformers knows by itself: safetensors only, no code out of the folder, no hub."""

    def __init__(self, folder: ModelFolder) -> None:
        try:
            import torch
            import transformers
        except ImportError as error:
            raise ModelError(f"{folder.path} needs transformers and torch: pip install 'provenance-checker[transformers]'") from error
        self._torch = torch
        self._folder = folder
        torch.set_num_threads(_threads())
        local = {"local_files_only": True, "trust_remote_code": False}
        loader = transformers.AutoModelForSeq2SeqLM if folder.generates else transformers.AutoModelForSequenceClassification
        try:
            if folder.tokenizer is not None:
                tokenizer = read_tokenizer(folder.tokenizer)
            else:
                tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder.path), use_fast=True, **local).backend_tokenizer
            self._model: Any = loader.from_pretrained(str(folder.path), use_safetensors=True, **local)
        except ModelError:
            raise
        except Exception as error:  # OSError, ValueError, SafetensorError, … : a folder that is not whole, or asks for the hub
            raise ModelError(f"{folder.path} cannot be loaded by transformers ({_first(error)}): fetch the whole model again") from error
        self._model.float()  # weights of half precision are slow on a CPU, and not the same everywhere
        self._model.eval()
        self.encoder = PairEncoder(tokenizer, folder.pairing, folder.max_length, "predict: " if folder.generates else "")

    def probabilities(self, premise: str, hypothesis: str) -> tuple[float, ...]:
        """See :class:`Classifier`."""
        pair = self.encoder.encode(premise, hypothesis)
        try:
            with self._torch.no_grad():
                logits = self._run(pair)
        except Exception as error:
            raise ModelError(f"{self._folder.path}: the model failed ({_first(error)}): choose another") from error
        return _checked([float(x) for x in logits], self._folder)

    def _run(self, pair: Encoded) -> Any:
        long = self._torch.long
        feed = {
            "input_ids": self._torch.tensor([list(pair.ids)], dtype=long),
            "attention_mask": self._torch.ones((1, len(pair.ids)), dtype=long),
        }
        if self._folder.generates:
            found = self._model(**feed, decoder_input_ids=self._torch.zeros((1, 1), dtype=long)).logits[0][0]
            return [found[i] for i in _ANSWERS]
        if any(pair.types) and getattr(self._model.config, "type_vocab_size", 0) > 1:
            feed["token_type_ids"] = self._torch.tensor([list(pair.types)], dtype=long)
        return self._model(**feed).logits[0]


def _first(error: BaseException) -> str:
    """The first line of an exception's text, short enough for one line of ours."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:160] if lines else type(error).__name__
