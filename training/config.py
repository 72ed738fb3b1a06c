"""Configuration files: TOML, with paths relative to the repository."""

from __future__ import annotations

import argparse
import tomllib
from functools import reduce
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def read_config(path):
    """Return the configuration of a TOML file; ``extends`` names a file, or several, whose tables it adds to.

    Where several say different things, the later one is right, and the file itself before all.

    Parameters
    ----------
    path : str or pathlib.Path
        The file.

    Returns
    -------
    dict
    """
    path = Path(path)
    with path.open("rb") as handle:
        config = tomllib.load(handle)
    named = config.pop("extends", [])
    bases = [read_config(path.parent / name) for name in ([named] if isinstance(named, str) else named)]
    return reduce(_merge, [*bases, config])


def config_parser(description):
    """Return the parser of a command whose first argument is a configuration file, read as ``config``."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("config", type=read_config)
    return parser


def _merge(base, changes):
    merged = dict(base)
    for key, value in changes.items():
        both_tables = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both_tables else value
    return merged
