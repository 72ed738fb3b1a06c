"""Configurations: what a file adds to those that it extends."""

import pytest

from training.config import ROOT, read_config


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.toml").write_text('run = "base"\n[train]\nsteps = 1\nrate = 2\n', encoding="utf-8")
    (tmp_path / "one.toml").write_text('extends = "base.toml"\nrun = "one"\n[train]\nsteps = 3\n', encoding="utf-8")
    (tmp_path / "places.toml").write_text('run = "places"\n[places]\na = 1\n', encoding="utf-8")
    return tmp_path


def test_a_file_adds_to_the_tables_of_another(folder):
    assert read_config(folder / "one.toml") == {"run": "one", "train": {"steps": 3, "rate": 2}}


def test_of_several_files_the_later_one_is_right(folder):
    (folder / "two.toml").write_text('extends = ["places.toml", "one.toml"]\n[places]\nb = 2\n', encoding="utf-8")
    expected = {"run": "one", "train": {"steps": 3, "rate": 2}, "places": {"a": 1, "b": 2}}
    assert read_config(folder / "two.toml") == expected


@pytest.mark.parametrize("name, like", [("regions", "ship"), ("evidence_regions", "ship_evidence")])
def test_a_network_is_judged_on_regions_with_its_own_settings(name, like):
    configs = ROOT / "training" / "configs"
    config, network = read_config(configs / f"{name}.toml"), read_config(configs / f"{like}.toml")
    assert {key: config[key] for key in network} == network and config["semisynthetic"]["regions"]
