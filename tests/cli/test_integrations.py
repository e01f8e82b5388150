"""The files by which other tools start the program: right in their syntax, and naming only commands and flags that there are."""

from __future__ import annotations

import inspect
import json
import re
import shlex
import subprocess
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pre_commit.clientlib import load_manifest

from provenance.cli import check
from provenance.reports import FORMATS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FLAGS = {f"--{name.replace('_', '-')}" for name in inspect.signature(check.command).parameters} | {"--format", "--output", "--"}


def flags_of(command: str) -> set[str]:
    """The long flags of a command line of ``provenance check``."""
    return {word for word in shlex.split(command) if word.startswith("--")}


def action() -> dict[str, Any]:
    value: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return value


def test_pre_commit_takes_the_hooks() -> None:
    hooks = load_manifest(ROOT / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["provenance", "provenance-offline"]
    for hook in hooks:
        assert hook["language"] == "python"
        assert hook["entry"].startswith("provenance check ")
        assert flags_of(hook["entry"]) <= FLAGS
        assert re.compile(hook["exclude"]).search("docs/README.md")
        assert not re.compile(hook["exclude"]).search("drafts/story.md")


def test_the_hooks_program_is_what_the_package_installs() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"]["provenance"] == "provenance.cli:main"


def test_github_takes_the_action() -> None:
    schema = json.loads(resources.files("check_jsonschema.builtin_schemas.vendor").joinpath("github-actions.json").read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(action())


def test_the_action_names_flags_and_formats_that_there_are() -> None:
    script = action()["runs"]["steps"][-1]["run"]
    line = next(line for line in script.splitlines() if line.startswith("provenance check"))
    assert flags_of(line) <= FLAGS
    assert set(re.findall(r"--format (\w+)", line)) == {"sarif", "html", "github"} <= set(FORMATS)


def test_no_input_of_the_action_is_run_as_a_script() -> None:
    value = action()
    for step in value["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        for name in re.findall(r"\$([A-Z_]+)", step.get("run", "")):
            assert name in step["env"]
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(value["runs"])))
    assert used == set(value["inputs"])


def test_the_actions_script_is_bash(tmp_path: Path) -> None:
    for step in action()["runs"]["steps"]:
        if "run" in step:
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True, timeout=20)


INSTRUCTION = re.compile(r"^(FROM|COPY|RUN|USER|WORKDIR|ENV|ENTRYPOINT|CMD) (.+)$")


def test_the_dockerfile_is_small_and_runs_without_rights() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    steps = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            match = INSTRUCTION.match(line)
            assert match is not None, line
            steps.append((match[1], match[2]))
    names = [name for name, _ in steps]
    assert names[0] == "FROM"
    assert "slim" in steps[0][1]
    assert ":" in steps[0][1]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert dict(steps)["USER"] not in ("root", "0")
    assert json.loads(dict(steps)["ENTRYPOINT"]) == ["provenance"]
    assert json.loads(dict(steps)["CMD"]) == ["--help"]
    assert "--no-cache-dir" in dict(steps)["RUN"]
    for name, rest in steps:
        if name == "COPY":
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source


def test_the_image_gets_all_that_the_build_needs() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    copied = " ".join(re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.M)).split()
    for needed in (project["readme"], *project["license-files"]):
        assert any(needed == name or needed.startswith(f"{name}/") for name in copied), needed
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    for name in copied:
        assert f"!{name}" in ignored


@pytest.mark.parametrize("language", ["yaml"])
def test_readme_shows_each_in_a_few_lines(language: str) -> None:
    blocks = re.findall(rf"```{language}\n(.*?)```", README, re.S)
    hook, step = (yaml.safe_load(block) for block in blocks[:2])
    ids = [one["id"] for one in load_manifest(ROOT / ".pre-commit-hooks.yaml")]
    assert hook[0]["hooks"][0]["id"] in ids
    assert set(step[0]["with"]) <= set(action()["inputs"])
    assert all(len(block.splitlines()) == 3 for block in blocks[:2])
    commands = re.findall(r"^docker run .* provenance (check .*?)(?: >.*)?$", README, re.M)
    assert len(commands) == 2
    for command in commands:
        assert flags_of(command) <= FLAGS
