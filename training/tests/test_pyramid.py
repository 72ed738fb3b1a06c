"""Several sizes at once: each comes back onto the cells of the map, and the file still agrees with torch."""

import numpy as np
import pytest
import torch
from torch import nn

from training import export, pyramid
from training.network import MULTIPLE, LineationNet


class Twice(nn.Module):
    """Gives its input as both logits."""

    def forward(self, image):
        """Return it."""
        return torch.cat([image, image], dim=1)


@pytest.fixture
def network():
    torch.manual_seed(3)
    return LineationNet(1, 4, 4).eval()


def waves(rows, cols, length=24.0):
    row, col = np.indices((rows, cols))
    return torch.from_numpy(np.sin(2 * np.pi * (row + col) / length).astype(np.float32))[None, None]


@pytest.mark.parametrize("size", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("shape", [(64, 80), (37, 51)])
def test_every_size_comes_back_where_it_was(size, shape):
    image = waves(*shape)
    back = pyramid.Pyramid(Twice(), (size,))(image)
    assert back.shape == (1, 2, *shape)
    inside = (..., slice(4, -4), slice(4, -4))
    assert (back[inside] - image[inside]).abs().max() < (0.15 if size < 1 else 0.03)
    product = (back[inside] * image[inside]).sum() / (image[inside] ** 2).sum()
    assert product > 0.9


def test_the_logits_are_averaged(network):
    image = waves(64, 96)
    parts = [pyramid.Pyramid(network, (size,))(image) for size in (0.5, 1.0, 2.0)]
    assert torch.equal(parts[1], network(image))
    together = pyramid.Pyramid(network, (0.5, 1.0, 2.0))(image)
    assert torch.allclose(together, sum(parts) / 3, atol=1e-5)


def test_a_pyramid_is_one_file_that_agrees_with_torch(network, tmp_path):
    path = tmp_path / "net.onnx"
    difference = export.write_onnx(pyramid.Pyramid(network, (0.5, 1.0, 2.0)).eval(), path)
    assert difference <= export.LARGEST_DIFFERENCE
    single = tmp_path / "single.onnx"
    export.write_onnx(network, single)
    assert path.stat().st_size < 3 * single.stat().st_size


def test_shrinking_by_two_doubles_the_margin(network):
    margin, step = 2 * export.MARGIN, 2 * MULTIPLE
    image = torch.randn(1, 1, 2 * margin + 2 * step, 2 * margin + 2 * step)
    both = pyramid.Pyramid(network, (0.5, 1.0)).eval()
    whole, moved = both(image), both(image[..., step:, step:])
    inside = slice(margin, margin + step)
    assert torch.allclose(moved[..., inside, inside], whole[..., step:, step:][..., inside, inside], atol=1e-5)
