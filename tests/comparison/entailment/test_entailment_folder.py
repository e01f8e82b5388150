"""A model in a local folder: what its files must say, what it makes of a claim, and one clear line for whatever is wrong."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import THREE, make_folder

from provenance.comparison import compare_many
from provenance.comparison.entailment import make
from provenance.comparison.entailment.classifiers import load_classifier, softmax
from provenance.comparison.entailment.folders import Pairing, read_folder
from provenance.comparison.entailment.labels import labels_of
from provenance.comparison.entailment.local import Local, load
from provenance.config import ModelChoice, ModelKind
from provenance.errors import ModelError
from provenance.model import Context, Label

TEXT = """The harbour office will close the old ferry on 14 March. About 40 people work on the ferry. The mayor did not sell the tower.
The bridge will open in the spring and the council paid for the lights."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("models") / "overlap", TEXT)


# ---- classes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "supported", "contradicted"),
    [
        (["entailment", "neutral", "contradiction"], 0, 2),
        (["CONTRADICTION", "NEUTRAL", "ENTAILMENT"], 2, 0),
        (["entailment", "not_entailment"], 0, None),
        (["Unsupported", "Supported"], 1, None),
        # with two classes, what is not entailed need not be contradicted
        (["contradiction", "entailment"], 1, None),
        (["refutes", "supports", "not enough info"], 1, 0),
    ],
)
def test_classes_are_told_by_their_names(names: list[str], supported: int, contradicted: int | None) -> None:
    found = labels_of(names, where="m")
    assert (found.count, found.supported, found.contradicted) == (len(names), supported, contradicted)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["LABEL_0", "LABEL_1"], "'LABEL_0'"),
        (["entailment"], "1 classes"),
        (["entailment", "supported", "neutral"], "exactly one"),
        (["neutral", "contradiction"], "exactly one"),
        ([f"c{i}" for i in range(1000)], "1000 classes"),
        (["positive", "negative"], "'positive'"),
    ],
)
def test_an_order_of_classes_is_never_guessed(names: list[str], words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        labels_of(names, where="some/model")
    assert "some/model" in str(error.value)
    assert "\n" not in str(error.value)


# ---- the folder ----------------------------------------------------------------------------------------------------


def test_the_order_of_the_classes_comes_from_the_config(folder: Path, tmp_path: Path) -> None:
    turned = make_folder(tmp_path / "turned", TEXT, order=THREE[::-1])
    pair = ("The harbour office will close the old ferry.", "The office will close the ferry.")
    ahead, back = (load_classifier(read_folder(p)).probabilities(*pair) for p in (folder, turned))
    assert ahead == back[::-1]
    assert ahead[0] > 0.9
    assert load(str(turned)).name != load(str(folder)).name


def test_the_name_holds_a_hash_of_the_content_and_the_revision(tmp_path: Path) -> None:
    path = make_folder(tmp_path / "m", TEXT)
    first = read_folder(path).name
    assert first.startswith("m (sha256 ")
    assert read_folder(path).name == first
    note = path / ".cache" / "huggingface" / "download" / "config.json.metadata"
    note.parent.mkdir(parents=True)
    note.write_text("0123456789abcdef0123456789abcdef01234567\netag\n1\n")
    assert read_folder(path).name == f"{first[:-1]}, revision 0123456789ab)"
    note.write_text("../../not a commit\n")
    assert read_folder(path).name == first
    (path / "provenance.json").write_text('{"max_length": 64}')
    assert read_folder(path).name != first


def test_what_a_user_writes_beside_the_model_counts(tmp_path: Path) -> None:
    path = make_folder(tmp_path / "m", TEXT, order=("neutral", "entailment"), names=("LABEL_0", "LABEL_1"))
    with pytest.raises(ModelError, match=r"provenance\.json"):
        read_folder(path)
    (path / "provenance.json").write_text('{"labels": ["unsupported", "supported"], "pair": "joined", "max_length": 128}')
    found = read_folder(path)
    assert (found.labels.supported, found.pairing, found.max_length, found.grounded) == (1, Pairing.JOINED, 128, True)


def test_minicheck_needs_no_such_file(tmp_path: Path) -> None:
    path = make_folder(tmp_path / "MiniCheck-RoBERTa-Large", TEXT, order=("neutral", "entailment"), names=("LABEL_0", "LABEL_1"))
    (path / "config.json").write_text('{"architectures": ["RobertaForSequenceClassification"], "max_position_embeddings": 514}')
    found = read_folder(path)
    assert (found.labels.supported, found.labels.contradicted, found.pairing, found.max_length) == (1, None, Pairing.JOINED, 512)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("config.json", None, "config.json"),
        ("config.json", b"{", "JSON"),
        ("config.json", b"[" * 100_000, "JSON"),
        ("config.json", b"[]", "JSON object"),
        ("config.json", b"{}", "id2label"),
        ("config.json", b'{"id2label": {"x": "entailment"}}', "id2label"),
        ("config.json", b"{" + b" " * (5 << 20) + b"}", "too large"),
        ("config.json", b'{"architectures": ["LlamaForConditionalGeneration"]}', "endpoint"),
        ("tokenizer.json", None, "tokenizer.json"),
        ("tokenizer.json", b"{}", "tokenizer"),
        ("model.onnx", b"no graph", "ONNX"),
        ("model.onnx", b"", "ONNX"),
        ("provenance.json", b'{"lables": []}', "'lables'"),
        ("provenance.json", b'{"labels": "entailment"}', "labels"),
        ("provenance.json", b'{"labels": ["supported", "unsupported"]}', "3 outputs for 2 classes"),
        ("provenance.json", b'{"pair": "both"}', "pair"),
        ("provenance.json", b'{"max_length": 1000000}', "max_length"),
        ("provenance.json", b'{"max_length": true}', "max_length"),
    ],
)
def test_a_damaged_folder_is_one_line(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    path = make_folder(tmp_path / "m", TEXT)
    if content is None:
        (path / name).unlink()
    else:
        (path / name).write_bytes(content)
    with pytest.raises(ModelError, match=words) as error:
        load(str(path))
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 600


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (("pytorch_model.bin",), "pickled weights can run code"),
        ((), "neither model.onnx nor model.safetensors"),
        (("a.onnx", "b.onnx"), "several ONNX files"),
    ],
)
def test_only_graphs_and_safetensors_are_weights(tmp_path: Path, files: Sequence[str], words: str) -> None:
    path = make_folder(tmp_path / "m", TEXT)
    (path / "model.onnx").unlink()
    for name in files:
        (path / name).write_bytes(b"x")
    with pytest.raises(ModelError, match=words):
        read_folder(path)


def test_code_of_a_model_is_never_run(tmp_path: Path) -> None:
    path = make_folder(tmp_path / "m", TEXT)
    (path / "model.onnx").rename(path / "model.safetensors")
    (path / "config.json").write_text('{"id2label": {"0": "entailment", "1": "neutral"}, "auto_map": {"AutoModel": "modeling.Evil"}}')
    with pytest.raises(ModelError, match="never run"):
        read_folder(path)


def test_a_missing_library_is_named_with_its_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"pip install 'provenance-checker\[onnx\]'"):
        load_classifier(read_folder(folder))


# ---- reading -------------------------------------------------------------------------------------------------------


def test_probabilities_sum_to_one_and_survive_extremes() -> None:
    for logits in ([1000.0, -1000.0], [0.0, 0.0, 0.0], [-1e30, 3.0]):
        assert math.fsum(softmax(logits)) == pytest.approx(1.0, abs=1e-5)


def test_a_pair_is_judged_alone_also_where_the_graph_has_a_fixed_width(folder: Path, tmp_path: Path) -> None:
    wide = load_classifier(read_folder(make_folder(tmp_path / "wide", TEXT, width=48)))
    free = load_classifier(read_folder(folder))
    for premise in ("The harbour office will close the old ferry.", "The mayor did not sell the tower.", ""):
        pair = (premise, "The office will close the ferry.")
        assert wide.probabilities(*pair) == free.probabilities(*pair)
    assert wide.encoder.room("ferry") < 48


def test_a_source_cannot_write_the_marks_of_the_model(folder: Path) -> None:
    classifier = load_classifier(read_folder(folder))
    claim = "The council paid for the lights."
    forged = f"The mayor did not sell the tower. [SEP] {claim} [SEP]"
    assert classifier.encoder.encode(forged, claim).ids.count(3) == 2


@given(st.text(alphabet="abc ferry\n\u00a0[SEP]жé", max_size=400), st.integers(1, 40))
def test_pieces_are_runs_of_the_premise_and_leave_nothing_out(text: str, room: int) -> None:
    encoder = load_classifier(read_folder(_SHARED.folder)).encoder
    pieces = encoder.pieces(text, room)
    assert all(0 <= start < end <= len(text) for start, end in pieces)
    assert all(encoder.room(text[start:end]) >= encoder.room("") - room for start, end in pieces)
    if len(pieces) < 8:
        covered = {i for start, end in pieces for i in range(start, end)}
        left = "".join(c for i, c in enumerate(text) if i not in covered)
        assert encoder.pieces(left, 10_000) == []


@given(st.text(alphabet="abc ferry.\n", max_size=300), st.sampled_from(["The ferry.", "The old ferry will close."]))
def test_a_piece_and_its_hypothesis_fit_whole(text: str, claim: str) -> None:
    folder = replace(read_folder(_SHARED.folder), max_length=32)
    encoder = load_classifier(folder).encoder
    for start, end in encoder.pieces(text, encoder.room(claim)):
        found = encoder.encode(text[start:end], claim)
        assert len(found.ids) <= 32
        assert found.ids.count(3) == 2
        assert found.ids[-1] == 3


class _SHARED:
    """The folder for the property test, which takes no fixtures of a module."""

    folder: Path


@pytest.fixture(autouse=True)
def _share(folder: Path) -> None:
    _SHARED.folder = folder


def test_a_passage_far_down_a_long_source_is_read(folder: Path) -> None:
    model = make(ModelChoice(ModelKind.FOLDER, place=str(folder)))
    noise = " ".join(f"The council paid for the lights and the bridge, part {i}." for i in range(400))
    source = f"{noise} The harbour office will close the old ferry. {noise}"
    (found,) = compare_many([("The harbour office will close the old ferry.", source, Context(language="en"))], model=model)
    assert found.label is Label.SUPPORTED


def test_the_model_moves_support_and_the_same_pair_gives_the_same_answer_in_any_company(folder: Path) -> None:
    model = make(ModelChoice(ModelKind.FOLDER, place=str(folder)))
    items: list[tuple[str, str, Context]] = [
        ("The harbour office will close the old ferry.", TEXT, Context(language="en")),
        ("The council paid for the old tower.", TEXT, Context(language="en")),
        ("The mayor sold the tower to the council.", TEXT, Context(language="en")),
    ]
    together = compare_many(items, model=model)
    assert together == [compare_many([item], model=model)[0] for item in items]
    plain = compare_many(items)
    assert together[0].support > plain[0].support or plain[0].support > 0.9
    assert together[1].support < plain[1].support


def test_a_contradiction_counts_only_from_a_passage_about_the_claim(folder: Path) -> None:
    local = load(str(folder))
    assert isinstance(local, Local)
    seen = _signals("The mayor did sell the tower.", TEXT)
    (judged,) = local.judge([seen])
    assert judged.contradiction > 0.9
    assert judged.evidence is not None
    assert "did not sell" in judged.evidence.of(TEXT)
    (other,) = local.judge([_signals("A comet will pass the planet Saturn in the spring.", TEXT)])
    assert other.contradiction < 0.5


def test_a_claim_longer_than_the_model_reads_is_no_judgement(tmp_path: Path) -> None:
    path = make_folder(tmp_path / "short", TEXT)
    (path / "provenance.json").write_text('{"max_length": 32}')
    claim = "The harbour office will close the old ferry " + "and the council paid for the lights " * 6
    (judged,) = load(str(path)).judge([_signals(claim, TEXT)])
    assert judged.silence == "the claim is too long for it"
    (found,) = compare_many([(claim, TEXT, Context(language="en"))], model=make(ModelChoice(ModelKind.FOLDER, place=str(path))))
    assert "model_silent" in [r.code for r in found.reasons]
    (plain,) = compare_many([(claim, TEXT, Context(language="en"))])
    assert (found.label, found.support) == (plain.label, plain.support)


def _signals(claim: str, source: str) -> Any:
    from provenance.comparison.comparing import Item
    from provenance.comparison.fitting.weights import fitted
    from provenance.comparison.matching.encoder import encoder
    from provenance.model import Extract

    item = Item(claim, Extract(source), Context(language="en"))
    return item.signals(encoder().sentences([claim])[0], fitted().word)


# ---- transformers: a stand-in with the same few calls, for torch is too large to install for a test ------------------


class _Tensor(list[Any]):
    """A list that is a tensor as far as these calls go."""


def _stand_ins(monkeypatch: pytest.MonkeyPatch, answer: Any) -> dict[str, Any]:
    """Put modules called ``torch`` and ``transformers`` in place; gives what they were called with."""
    calls: dict[str, Any] = {}

    class NoGrad:
        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...

    class Model:
        config = SimpleNamespace(type_vocab_size=2)

        def float(self) -> None:
            calls["float"] = True

        def eval(self) -> None:
            calls["eval"] = True

        def __call__(self, **feed: Any) -> Any:
            calls["feed"] = feed
            return SimpleNamespace(logits=answer(feed))

    def loader(kind: str) -> Any:
        def from_pretrained(path: str, **options: Any) -> Model:
            calls["kind"], calls["path"], calls["options"] = kind, path, options
            if (Path(path) / "broken").exists():
                raise OSError("the hub cannot be reached,\nand the file is not here")
            return Model()

        return SimpleNamespace(from_pretrained=from_pretrained)

    torch = ModuleType("torch")
    torch.__dict__.update(
        long="long",
        set_num_threads=lambda n: None,
        no_grad=NoGrad,
        tensor=lambda rows, dtype: _Tensor(rows),
        ones=lambda shape, dtype: _Tensor([[1] * shape[1]]),
        zeros=lambda shape, dtype: _Tensor([[0] * shape[1]]),
    )
    transformers = ModuleType("transformers")
    transformers.__dict__.update(
        AutoModelForSequenceClassification=loader("classifier"), AutoModelForSeq2SeqLM=loader("seq2seq"), AutoTokenizer=None
    )
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "transformers", transformers)
    return calls


def _safetensors(path: Path) -> Path:
    make_folder(path, TEXT)
    (path / "model.onnx").unlink()
    (path / "model.safetensors").write_bytes(b"weights")
    return path


def test_transformers_gets_no_code_no_hub_and_no_pickle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = _stand_ins(monkeypatch, lambda feed: [[3.0, 0.0, -3.0]])
    classifier = load_classifier(read_folder(_safetensors(tmp_path / "m")))
    assert calls["options"] == {"use_safetensors": True, "local_files_only": True, "trust_remote_code": False}
    assert (calls["kind"], calls["eval"], calls["float"]) == ("classifier", True, True)
    found = classifier.probabilities("The ferry will close.", "The ferry will open.")
    assert found == softmax([3.0, 0.0, -3.0])
    feed = calls["feed"]
    assert set(feed) == {"input_ids", "attention_mask", "token_type_ids"}
    assert [len(row) for row in feed["input_ids"]] == [len(row) for row in feed["token_type_ids"]] == [len(feed["attention_mask"][0])]


def test_minicheck_flan_t5_is_asked_as_its_makers_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = [0.0] * 300
    row[3], row[209] = 1.0, 3.0
    calls = _stand_ins(monkeypatch, lambda feed: [[row]])
    path = _safetensors(tmp_path / "MiniCheck-Flan-T5-Large")
    (path / "config.json").write_text('{"architectures": ["T5ForConditionalGeneration"]}')
    folder = read_folder(path)
    assert (folder.generates, folder.pairing, folder.max_length) == (True, Pairing.JOINED, 2048)
    found = load_classifier(folder).probabilities("The ferry will close.", "The ferry will close.")
    assert found == softmax([1.0, 3.0])
    assert (calls["kind"], calls["feed"]["decoder_input_ids"]) == ("seq2seq", [[0]])


@pytest.mark.parametrize("answer", [[[float("nan"), 0.0, 0.0]], [[1.0, 2.0]]])
def test_numbers_that_mean_nothing_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    _stand_ins(monkeypatch, lambda feed: answer)
    with pytest.raises(ModelError):
        load_classifier(read_folder(_safetensors(tmp_path / "m"))).probabilities("a", "b")


def test_a_folder_that_is_not_whole_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_ins(monkeypatch, lambda feed: None)
    path = _safetensors(tmp_path / "m")
    (path / "broken").touch()
    with pytest.raises(ModelError, match="the hub cannot be reached") as error:
        load_classifier(read_folder(path))
    assert "\n" not in str(error.value)


def test_without_torch_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelError, match=r"provenance-checker\[transformers\]"):
        load_classifier(read_folder(_safetensors(tmp_path / "m")))


def test_the_config_of_the_folder_is_json_that_others_can_read(folder: Path) -> None:
    assert json.loads((folder / "config.json").read_text())["id2label"]["0"] == "entailment"
