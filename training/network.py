"""The network: a small U-Net with one output for crests and one for troughs."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

#: Height and width are padded to a multiple of this inside the graph.
MULTIPLE = 16


def double_convolution(channels_in, channels_out):
    """Return two 3×3 convolutions with batch norm and ReLU."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(inplace=True),
        nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(inplace=True),
    )


class LineationNet(nn.Module):
    """U-Net whose body runs at half resolution and whose head returns to full resolution.

    Lineations that can be mapped are at least six cells apart, so half resolution resolves them; the
    thin full-resolution branch places the axis within the cell. This costs a third of a full-resolution
    U-Net of the same depth, which is what makes training on one CPU core possible.

    Parameters
    ----------
    channels : int
        Input channels; the first is the standardised anomaly.
    base : int
        Channels of the first level of the body; doubled at each of the three levels below.
    fine : int
        Channels of the full-resolution branch.
    dropout : float
        Applied to whole channels at the bottom.
    """

    def __init__(self, channels=1, base=16, fine=8, dropout=0.1):
        super().__init__()
        self.settings = {"channels": channels, "base": base, "fine": fine, "dropout": dropout}
        widths = [base, 2 * base, 4 * base, 8 * base]
        self.fine = nn.Sequential(
            nn.Conv2d(channels, fine, 3, padding=1, bias=False), nn.BatchNorm2d(fine), nn.ReLU(inplace=True)
        )
        self.down = nn.ModuleList(
            double_convolution(a, b) for a, b in zip([4 * fine, *widths[:-1]], widths, strict=True)
        )
        upwards = zip(widths[:0:-1], widths[-2::-1], strict=True)
        self.up = nn.ModuleList(double_convolution(a + b, b) for a, b in upwards)
        self.drop = nn.Dropout2d(dropout)
        self.join = double_convolution(base + fine, fine)
        self.head = nn.Conv2d(fine, 2, 1)
        nn.init.constant_(self.head.bias, -2.0)

    def body(self, image):
        """Return the two logits of an image whose sides are multiples of :data:`MULTIPLE`."""
        fine = self.fine(image)
        level = functional.pixel_unshuffle(fine, 2)
        skips = []
        for number, block in enumerate(self.down):
            level = block(level if number == 0 else functional.max_pool2d(level, 2))
            skips.append(level)
        level = self.drop(skips.pop())
        for block in self.up:
            level = functional.interpolate(level, scale_factor=2.0, mode="nearest")
            level = block(torch.cat([level, skips.pop()], dim=1))
        level = functional.interpolate(level, scale_factor=2.0, mode="nearest")
        return self.head(self.join(torch.cat([level, fine], dim=1)))

    def forward(self, image):
        """Return logits (batch, 2, rows, cols): crest, trough.

        Parameters
        ----------
        image : torch.Tensor, shape (batch, channels, rows, cols)
            Any size; the last row and column are repeated up to a multiple of :data:`MULTIPLE`.
        """
        rows, cols = image.shape[-2], image.shape[-1]
        padded = functional.pad(image, (0, (-cols) % MULTIPLE, 0, (-rows) % MULTIPLE), mode="replicate")
        return self.body(padded)[..., :rows, :cols]


class ScoreNet(nn.Module):
    """The network as it is shipped: scores 0..1.

    Parameters
    ----------
    network : torch.nn.Module
        Gives logits; in evaluation mode.
    """

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, image):
        """Return crest and trough scores, shape (batch, 2, rows, cols)."""
        return torch.sigmoid(self.network(image))
