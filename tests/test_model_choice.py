"""Choosing an entailment model: how it is named, what a wrong name says, and that its answers are in the report and replay."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from model_server import completion, serving_model
from tiny_models import make_folder

from provenance.cli import main
from provenance.config import Config, ModelChoice, ModelKind, load, parse_model
from provenance.errors import ConfigError

DRAFT = """The ferry to the island will stop on 12 March, the harbour office [said](https://harbour.example/news).

The office [said](https://harbour.example/news) that forty people work on the ferry.
"""
SOURCE = "The harbour office said on Monday that the ferry to the island will stop on 12 March.\n\nSome forty people work on the ferry.\n"
GIVEN = ("--source", "https://harbour.example/news=source.txt")
KEY = "sk-test-0123456789"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Run the command in a folder with a draft and its source; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")

    def go(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["provenance", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return go


# ---- the name ------------------------------------------------------------------------------------------------------


def test_the_three_kinds_of_names(tmp_path: Path) -> None:
    assert parse_model("embedded") == ModelChoice()
    assert parse_model(str(tmp_path)) == ModelChoice(ModelKind.FOLDER, place=str(tmp_path))
    ollama = parse_model("openai:llama3.1:8b@http://localhost:11434/v1/")
    assert ollama == ModelChoice(ModelKind.OPENAI, "llama3.1:8b", "http://localhost:11434/v1")
    assert parse_model(str(ollama)) == ollama
    vllm = parse_model("openai:org/name@rev@https://models.example/v1")
    assert (vllm.name, vllm.place) == ("org/name@rev", "https://models.example/v1")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "gpt-4",
        "/no/such/folder",
        "openai:",
        "openai:x",
        "openai:x@localhost:1",
        "openai:@http://a/",
        "openai:a b@http://a/",
        "openai:x@ftp://a",
    ],
)
def test_a_wrong_name_is_a_setting_to_mend(name: str) -> None:
    with pytest.raises(ConfigError, match="model"):
        Config(model=name)


def test_a_password_in_an_address_is_not_printed() -> None:
    with pytest.raises(ConfigError) as error:
        Config(model="openai:x@http://me:sesame@localhost/v1")
    assert "sesame" not in str(error.value)


def test_the_name_comes_from_flag_variable_or_file(tmp_path: Path) -> None:
    (tmp_path / "provenance.toml").write_text('model = "openai:a@http://a/v1"\nmodel-timeout = 5\n')
    config = load(environment={}, directory=tmp_path)
    assert (config.model, config.model_timeout) == ("openai:a@http://a/v1", 5.0)
    assert load(environment={"PROVENANCE_MODEL": "openai:b@http://b/v1"}, directory=tmp_path).model == "openai:b@http://b/v1"
    assert load({"model": "embedded"}, environment={"PROVENANCE_MODEL_KEY": KEY}, directory=tmp_path).model == "embedded"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--model", "none-such"), "none-such"),
        (("--model", "openai:x"), "openai:NAME@URL"),
        (("--model", "openai:x@http://127.0.0.1:9/v1", "--offline"), "--cassette"),
    ],
)
def test_a_wrong_model_is_told_at_once(run: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], words: str) -> None:
    for command in (("check", "absent.md"), ("compare", "A claim.", "absent.txt")):
        code, out, err = run(*command, *arguments)
        assert (code, out) == (2, "")
        assert words in err
        assert len(err.strip().splitlines()) == 1


def test_an_empty_folder_and_a_closed_port_exit_3(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVENANCE_MAX_RETRIES", "0")
    (tmp_path / "empty").mkdir()
    with serving_model(lambda q: b"") as server:
        pass
    for model, words in (("empty", "config.json"), (f"openai:x@{server.base}", "nothing answers")):
        code, out, err = run("compare", "The ferry to the island will stop.", "source.txt", "--model", model)
        assert (code, out) == (3, "")
        assert words in err
        assert len(err.strip().splitlines()) == 1


def test_help_loads_no_model_library() -> None:
    program = (
        "import sys\nsys.argv = ['provenance', 'check', '--help']\nfrom provenance.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nprint('LOADED', *sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert "--model" in done.stdout
    loaded = set(done.stdout.rpartition("LOADED")[2].split())
    assert not loaded & {"onnxruntime", "tokenizers", "torch", "transformers", "numpy", "requests"}


# ---- in a run ------------------------------------------------------------------------------------------------------


def test_a_folder_is_named_with_its_hash(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    make_folder(tmp_path / "overlap", f"{DRAFT} {SOURCE}")
    arguments = ("check", "draft.md", *GIVEN, "--offline", "--model", "overlap")
    code, out, err = run(*arguments, "--format", "json")
    assert (code, err) == (0, "")
    report = json.loads(out)
    assert report["settings"]["model"].startswith("overlap (sha256 ")
    assert {c["verdict"]["label"] for c in report["drafts"][0]["claims"]} == {"supported"}
    assert run(*arguments, "--format", "json")[1] == out
    assert f"model: {report['settings']['model']}" in run(*arguments, "-v")[1]
    assert "model: " not in run(*arguments)[1]
    assert json.loads(run("check", "draft.md", *GIVEN, "--offline", "-f", "json")[1])["settings"]["model"] == "embedded"


def test_an_endpoint_s_answers_are_recorded_and_replay_to_the_same_bytes(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVENANCE_MODEL_KEY", KEY)
    answers = [
        completion(verdict="supported", quote="the ferry to the island will stop on 12 March", reason="It says so."),
        completion(verdict="supported", quote="words that are not there at all", reason="Invented."),
    ]
    with serving_model(lambda q: answers["forty" in json.dumps(q["messages"][1]).rpartition("The claim")[2]]) as server:
        model = ("--model", f"openai:small:1b@{server.base}")
        live = run(
            "check", "draft.md", *GIVEN, *model, "--cassette", "web.warc.gz", "--record-mode", "once", "-f", "json", "-o", "live.json"
        )
        assert live[0] == 0, live
        assert len(server.questions) == 2
        assert {h["Authorization"] for h in server.headers} == {f"Bearer {KEY}"}
    monkeypatch.delenv("PROVENANCE_MODEL_KEY")
    replayed = [run("check", "draft.md", *GIVEN, *model, "--cassette", "web.warc.gz", "--offline", "-f", "json") for _ in range(2)]
    assert replayed[0] == replayed[1]
    assert replayed[0][0] == 0
    then, now = json.loads((tmp_path / "live.json").read_text(encoding="utf-8")), json.loads(replayed[0][1])
    for report in (then, now):
        for said_by_the_run in ("generated", "settings"):
            report.pop(said_by_the_run)
    assert then == now
    codes = [[r["code"] for r in c["findings"][0]["reasons"]] for c in now["drafts"][0]["claims"]]
    assert ["model_silent" in c for c in codes] == [False, True]
    # the key stands nowhere, the source's words and the answers do
    from warcio.archiveiterator import ArchiveIterator

    with (tmp_path / "web.warc.gz").open("rb") as file:
        records = [(r.rec_type, r.content_stream().read(), str(r.http_headers)) for r in ArchiveIterator(file)]
    assert not any(KEY.encode() in body or KEY in headers for _, body, headers in records)
    assert sum(kind == "request" and b"forty people work" in body for kind, body, _ in records) == 2
    code, out, err = run("compare", "The ferry will stop for good.", "source.txt", *model, "--cassette", "web.warc.gz", "--offline")
    assert (code, out) == (2, "")
    assert "new_episodes" in err


def test_a_draft_gains_no_way_to_the_endpoint(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    with serving_model(lambda q: completion(verdict="not_stated", quote="", reason="")) as server:
        (tmp_path / "d.md").write_text(f"The port is closed, the office [said]({server.base}/models).\n", encoding="utf-8")
        code, out, _ = run("check", "d.md", "--model", f"openai:small@{server.base}")
        assert code == 0
        assert "refused" in out
        assert server.questions == []
