"""Settings come from flags, then variables, then a file; whatever is unknown or does not fit is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from provenance.config import Config, RecordMode, load
from provenance.errors import ConfigError
from provenance.model import Label


def test_flags_come_before_variables_before_the_file_before_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "provenance.toml").write_text('timeout = 1\njobs = 7\nmax-retries = 5\nlanguage = "de"\n')
    config = load({"timeout": 3}, environment={"PROVENANCE_TIMEOUT": "2", "PROVENANCE_JOBS": "4"}, directory=tmp_path)
    assert (config.timeout, config.jobs, config.max_retries, config.language) == (3.0, 4, 5, "de")
    assert config.host_concurrency == Config().host_concurrency


def test_values_take_the_type_of_their_field(tmp_path: Path) -> None:
    environment = {
        "PROVENANCE_FAIL_ON": "not_found,contradicted",
        "PROVENANCE_DATE": "2020-12-18",
        "PROVENANCE_OFFLINE": "true",
        "PROVENANCE_RECORD_MODE": "new_episodes",
        "PROVENANCE_ALLOW_HOST": "a.example,b.example:8080",
    }
    config = load(environment=environment, directory=tmp_path)
    assert config.fail_on == (Label.NOT_FOUND, Label.CONTRADICTED)
    assert config.date == date(2020, 12, 18)
    assert config.offline is True
    assert config.record_mode is RecordMode.NEW_EPISODES
    assert config.allow_host == ("a.example", "b.example:8080")


def test_a_table_in_pyproject_is_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.provenance]\nhost-interval = 2.5\n")
    assert load(environment={}, directory=tmp_path).host_interval == 2.5


def test_a_damaged_pyproject_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool")
    assert load(environment={}, directory=tmp_path) == Config()


@pytest.mark.parametrize(
    ("flags", "environment", "file", "message"),
    [
        ({}, {"PROVENANCE_TIMOUT": "3"}, "", "PROVENANCE_TIMOUT"),
        ({}, {}, "timout = 3", "unknown setting 'timout'"),
        ({}, {}, "timeout = [", "cannot be read as TOML"),
        ({"timeout": "soon"}, {}, "", "--timeout: "),
        ({}, {"PROVENANCE_JOBS": "many"}, "", "PROVENANCE_JOBS: "),
        ({"fail_on": "wrong"}, {}, "", "--fail-on: "),
        ({"timeout": 0}, {}, "", "timeout must be more than 0"),
        ({"max_retries": -1}, {}, "", "max-retries must not be negative"),
        ({"language": "xx"}, {}, "", "unknown language 'xx': give its ISO 639-1 code"),
        ({}, {"PROVENANCE_LANGUAGE": "english"}, "", "unknown language 'english'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, flags: dict[str, object], environment: dict[str, str], file: str, message: str) -> None:
    (tmp_path / "provenance.toml").write_text(file)
    with pytest.raises(ConfigError, match=message):
        load(flags, environment=environment, directory=tmp_path)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        load(file=tmp_path / "none.toml", environment={})
