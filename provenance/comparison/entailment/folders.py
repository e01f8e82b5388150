"""A model in a local folder, as the Hugging Face hub lays it out: what its files say before anything is loaded.

Read are ``config.json``, ``tokenizer.json``, ``tokenizer_config.json`` and, where there is one, ``provenance.json``, in which a user
says what the model's own files leave open::

    {"labels": ["unsupported", "supported"], "pair": "joined", "max_length": 512}

Weights are an ONNX graph or safetensors. Pickled weights (``pytorch_model.bin``) can run code when they are loaded, so they never are.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from provenance.comparison.entailment.labels import Labels, labels_of
from provenance.errors import ModelError

MAX_CONFIG = 4 << 20
MAX_TOKENIZER = 256 << 20
MAX_WEIGHTS = 16 << 30
"""Bytes of the files of one model."""
LONGEST = 8192
"""Tokens that a model may be given at once."""
USUAL = 512
ONNX_NAMES = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
"""Looked for in this order; if there is none of them, the only ``.onnx`` file of the folder."""
_SETTINGS = frozenset({"labels", "pair", "max_length"})
_REVISION = frozenset("0123456789abcdef")


class Pairing(StrEnum):
    """How premise and hypothesis are put together."""

    PAIR = "pair"
    """As two segments, in the way of the tokenizer."""
    JOINED = "joined"
    """As one text with the end mark between them, as MiniCheck was trained (Tang, Laban and Durrett, EMNLP 2024)."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """What is known of a model before it is loaded."""

    path: Path
    name: str
    """As the report gives it: folder, hash of the content, and the revision if the download left one."""
    labels: Labels
    pairing: Pairing
    max_length: int
    """In tokens, premise and hypothesis together."""
    tokenizer: Path | None
    onnx: Path | None
    """The graph, if there is one; else the weights are in safetensors."""
    generates: bool
    """A sequence-to-sequence model, whose first word is the answer."""

    @property
    def grounded(self) -> bool:
        """Whether the model was made to read whole passages and to say only supported or not."""
        return self.labels.contradicted is None


def read_folder(path: Path) -> ModelFolder:
    """Look at a model's files.

    Raises:
        ModelError: a file is missing, damaged, too large, or says something that cannot be used. One line, with what to do next.
    """
    if not path.is_dir():
        raise ModelError(f"{path}: there is no such folder: name the folder of a downloaded model after --model")
    config = _json(path / "config.json", needed=True)
    own = _json(path / "provenance.json", needed=False)
    unknown = sorted(set(own) - _SETTINGS)
    if unknown:
        raise ModelError(f"{path / 'provenance.json'}: unknown key {unknown[0]!r}: use {', '.join(sorted(_SETTINGS))}")
    minicheck = "minicheck" in f"{path.name} {config.get('_name_or_path', '')}".lower()
    generates = any(str(kind).endswith("ForConditionalGeneration") for kind in _list(config.get("architectures")))
    if generates and not minicheck:
        raise ModelError(f"{path}: of the models that generate text only MiniCheck can be read from a folder: run it behind an endpoint")
    onnx = None if generates else _onnx(path)
    if onnx is None:
        _check_weights(path, config)
    tokenizer = path / "tokenizer.json"
    if tokenizer.is_file() and tokenizer.stat().st_size > MAX_TOKENIZER:
        raise ModelError(f"{tokenizer} is too large for a tokenizer: fetch the model again")
    if onnx is not None and not tokenizer.is_file():
        raise ModelError(f"{path}: there is no tokenizer.json beside the model: fetch the whole folder, or export it with its tokenizer")
    return ModelFolder(
        path=path,
        name=_name(path, onnx),
        labels=labels_of(_labels(path, config, own, minicheck=minicheck), where=str(path)),
        pairing=_pairing(path, own, minicheck=minicheck),
        max_length=_max_length(path, config, own, generates=generates),
        tokenizer=tokenizer if tokenizer.is_file() else None,
        onnx=onnx,
        generates=generates,
    )


def _json(path: Path, *, needed: bool) -> dict[str, Any]:
    if not path.is_file():
        if needed:
            raise ModelError(f"{path.parent}: there is no {path.name}: name the folder of a downloaded model, with all its files")
        return {}
    if path.stat().st_size > MAX_CONFIG:
        raise ModelError(f"{path} is too large: fetch the model again")
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} cannot be read as JSON: fetch the model again, or mend the file") from error
    if not isinstance(value, dict):
        raise ModelError(f"{path} must hold a JSON object: fetch the model again, or mend the file")
    return value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _onnx(path: Path) -> Path | None:
    for name in ONNX_NAMES:
        if (path / name).is_file():
            return path / name
    found = sorted(p for folder in (path, path / "onnx") if folder.is_dir() for p in folder.glob("*.onnx"))
    if len(found) > 1:
        raise ModelError(f"{path}: several ONNX files and none called model.onnx: keep the one to use, or rename it to model.onnx")
    return found[0] if found else None


def _check_weights(path: Path, config: Mapping[str, Any]) -> None:
    if "auto_map" in config:
        raise ModelError(f"{path}: the model needs program code of its own, which is never run: export it to ONNX, or choose another")
    if not list(path.glob("*.safetensors")):
        pickled = any(path.glob("*.bin")) or any(path.glob("*.pt")) or any(path.glob("*.ckpt"))
        if pickled:
            raise ModelError(
                f"{path}: pickled weights can run code and are never loaded: export them, optimum-cli export onnx --model {path.name} NEW-FOLDER"
            )
        raise ModelError(f"{path}: neither model.onnx nor model.safetensors: fetch the whole model, or name another folder")


def _labels(path: Path, config: Mapping[str, Any], own: Mapping[str, Any], *, minicheck: bool) -> list[str]:
    given = own.get("labels")
    if given is not None:
        if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
            raise ModelError(f"{path / 'provenance.json'}: labels must be a list of names, in the order of the model's output")
        return given
    table = config.get("id2label")
    if isinstance(table, dict) and 0 < len(table) <= 1000:
        try:
            by_index = {int(key): str(value) for key, value in table.items()}
        except ValueError:
            by_index = {}
        names = [by_index[i] for i in sorted(by_index)]
        unnamed = all(name.upper().startswith("LABEL_") for name in names)
        if sorted(by_index) == list(range(len(table))) and not (minicheck and unnamed):
            return names
    if minicheck:
        return ["unsupported", "supported"]
    raise ModelError(f'{path}: config.json does not name its classes (id2label): write {{"labels": […]}} into provenance.json beside it')


def _pairing(path: Path, own: Mapping[str, Any], *, minicheck: bool) -> Pairing:
    given = own.get("pair", Pairing.JOINED if minicheck else Pairing.PAIR)
    if given not in list(Pairing):
        raise ModelError(f"{path / 'provenance.json'}: pair must be pair or joined, not {str(given)[:40]!r}")
    return Pairing(given)


def _max_length(path: Path, config: Mapping[str, Any], own: Mapping[str, Any], *, generates: bool) -> int:
    given = own.get("max_length")
    if given is not None:
        if not isinstance(given, int) or isinstance(given, bool) or not 32 <= given <= LONGEST:
            raise ModelError(f"{path / 'provenance.json'}: max_length must be a number from 32 to {LONGEST}")
        return given
    if generates:
        return 2048  # relative positions: as MiniCheck-Flan-T5 is used by its makers
    positions = config.get("max_position_embeddings")
    limit = positions if isinstance(positions, int) and positions >= 32 else USUAL
    if limit % 2 == 0 and limit - 2 in (512, 1024, 2048, 4096, 8192):
        limit -= 2  # RoBERTa and its kin count two positions more than they can read
    tokenizer = _json(path / "tokenizer_config.json", needed=False).get("model_max_length")
    if isinstance(tokenizer, int) and 32 <= tokenizer < limit:
        limit = tokenizer
    return min(limit, 4 * USUAL)


# ---- the name in the report ----------------------------------------------------------------------------------------


def _name(path: Path, onnx: Path | None) -> str:
    weights = sorted([onnx, *onnx.parent.glob(f"{onnx.name}[._]data*")]) if onnx else sorted(path.glob("*.safetensors"))
    small = [path / name for name in ("config.json", "provenance.json", "tokenizer.json", "tokenizer_config.json")]
    files = [p for p in (*small, *weights) if p.is_file()]
    sizes = [p.stat().st_size for p in files]
    if sum(sizes) > MAX_WEIGHTS:
        raise ModelError(f"{path}: the model has {sum(sizes) >> 30} GiB, more than {MAX_WEIGHTS >> 30}: run it behind an endpoint instead")
    stamp = tuple((str(p), size, p.stat().st_mtime_ns) for p, size in zip(files, sizes, strict=True))
    try:
        digest = _digest(stamp, str(path))
    except OSError as error:
        raise ModelError(f"{path}: the model cannot be read ({error.strerror}): fetch it again") from error
    revision = _revision(path)
    return f"{path.resolve().name} (sha256 {digest[:16]}{f', revision {revision[:12]}' if revision else ''})"


@functools.lru_cache(maxsize=8)
def _digest(stamp: tuple[tuple[str, int, int], ...], root: str) -> str:
    """SHA-256 over names and contents of the files that decide what the model says; ``stamp`` tells when to read them again."""
    whole = hashlib.sha256()
    for name, _, _ in stamp:
        with Path(name).open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{Path(name).relative_to(root).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def _revision(path: Path) -> str:
    """The commit that ``hf download --local-dir`` notes beside what it fetched; empty if there is none."""
    note = path / ".cache" / "huggingface" / "download" / "config.json.metadata"
    try:
        with note.open(encoding="ascii") as file:
            first = file.readline(100).strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return first if len(first) == 40 and set(first) <= _REVISION else ""
