"""Settings shared by small tests."""

import pytest
import torch

from training.config import ROOT, read_config
from training.generate import timescales


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Keep torch to one thread: deterministic, and kind to other work."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def config():
    """Return the shared configuration."""
    return read_config(ROOT / "training" / "configs" / "base.toml")


@pytest.fixture(scope="session")
def scales():
    """Return the time scales."""
    return timescales()
