"""Train a network: ``python -m training.train training/configs/ship.toml [--minutes 30]``; run again to resume."""

from __future__ import annotations

import json
import time

import numpy as np
import torch
from torch.nn import functional

from . import channels, dataset, detectors, evaluate
from .config import ROOT, config_parser
from .network import LineationNet


def loss_function(logits, target, weight, positive=2.0):
    """Return BCE with weighted positives plus Dice over the whole batch.

    Dice is taken over the batch and not per crop, so that empty crops (the negatives) count through their
    false positives instead of making the ratio undefined.

    Parameters
    ----------
    logits, target : torch.Tensor, shape (batch, 2, rows, cols)
        Scores before the sigmoid, and axes three cells wide.
    weight : torch.Tensor, shape (batch, 1, rows, cols)
        1 where a cell teaches.
    positive : float
        Weight of cells on an axis.
    """
    both = weight.expand_as(target)
    entropy = functional.binary_cross_entropy_with_logits(
        logits, target, both, pos_weight=torch.tensor(positive), reduction="sum"
    ) / both.sum().clamp(min=1.0)
    score = torch.sigmoid(logits) * both
    wanted = target * both
    dice = 1.0 - (2.0 * (score * wanted).sum() + 1.0) / (score.sum() + wanted.sum() + 1.0)
    return entropy + dice


class Run:
    """A training run that can be stopped and taken up again.

    Parameters
    ----------
    config : dict
        The configuration.
    folder : pathlib.Path
        Where the checkpoint, the log and the curves go.
    """

    def __init__(self, config, folder):
        self.config, self.folder = config, folder
        settings = config["train"]
        torch.manual_seed(settings["seed"])
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        planes = dataset.count_planes(channels.names_of(config))
        network = LineationNet(**{**config["network"], "channels": planes})
        self.network = network.to(self.device, memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=settings["rate"], weight_decay=settings["weight_decay"]
        )
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, settings["rate"], total_steps=settings["steps"], pct_start=settings.get("warm_up", 0.15)
        )
        self.step, self.history = 0, []
        if "start_from" in settings:
            stored = torch.load(ROOT / settings["start_from"], map_location=self.device, weights_only=True)
            self.network.load_state_dict(channels.widened(stored["network"], planes))
        # Whether a whole map is real is a verdict that flips between steps; the mean of the weights is steadier.
        self.mean = torch.optim.swa_utils.AveragedModel(
            self.network, use_buffers=True, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(settings["memory"])
        )

    @property
    def checkpoint(self):
        """Path of the checkpoint."""
        return self.folder / "checkpoint.pt"

    def save(self):
        """Write the checkpoint beside the old one, then rename it."""
        temporary = self.checkpoint.with_suffix(".part")
        torch.save({
            "network": self.mean.module.state_dict(), "settings": self.network.settings,
            "channels": list(channels.names_of(self.config)),
            "trained": self.network.state_dict(), "averaged": self.mean.state_dict(),
            "optimiser": self.optimiser.state_dict(), "schedule": self.schedule.state_dict(),
            "step": self.step, "history": json.dumps(self.history),
        }, temporary)
        temporary.rename(self.checkpoint)

    def resume(self):
        """Take up the checkpoint, if there is one."""
        if self.checkpoint.exists():
            stored = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
            self.network.load_state_dict(stored["trained"])
            self.mean.load_state_dict(stored["averaged"])
            self.optimiser.load_state_dict(stored["optimiser"])
            self.schedule.load_state_dict(stored["schedule"])
            self.step, self.history = stored["step"], json.loads(stored["history"])

    def logits_of(self, batch):
        """Return (logits, target, weight) of a batch from :meth:`training.dataset.Crops.batch`."""
        image, target, weight = (part.to(self.device) for part in batch)
        image = image.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.config["train"].get("bfloat16", True)):
            logits = self.network(image)
        return logits.float(), target, weight

    def loss(self, crops, rng):
        """Return the loss of a batch drawn from the crops."""
        settings = self.config["train"]
        return loss_function(*self.logits_of(crops.batch(rng, settings["batch"])), settings.get("positive", 2.0))

    def one_step(self, crops):
        """Draw a batch, step once and return the loss; the draw depends on seed and step only."""
        loss = self.loss(crops, np.random.default_rng([self.config["train"]["seed"], self.step]))
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.mean.update_parameters(self.network)
        self.step += 1
        return loss.item()


def train(config, folder, minutes=None, stop=None, run=None):
    """Train until the configured number of steps, or for some CPU minutes, or to an earlier step.

    Parameters
    ----------
    config : dict
        The configuration.
    folder : pathlib.Path
        Of the run.
    minutes : float, optional
        Stop (and save) after so many CPU minutes.
    stop : int, optional
        Stop (and save) at this step of the schedule.
    run : Run, optional
        A run with a loss of its own, not yet resumed.

    Returns
    -------
    Run
    """
    settings = config["train"]
    folder.mkdir(parents=True, exist_ok=True)
    cache = ROOT / config["cache"]
    names = channels.names_of(config)
    surveys = dataset.load_splits(cache, settings["splits"], names)
    surveys = surveys[slice(*settings["maps"])] if "maps" in settings else surveys
    crops = dataset.Crops(surveys, names, settings["crop"], tuple(settings["zoom"]))
    watched = dataset.load(cache / "validation", names)[: settings.get("watched", 24)]
    run = run or Run(config, folder)
    run.resume()
    run.network.train()
    start, losses = time.process_time(), []
    while run.step < settings["steps"]:
        losses.append(run.one_step(crops))
        out_of_time = run.step == stop or (minutes is not None and time.process_time() - start > 60 * minutes)
        if run.step % settings["check_every"] == 0 or run.step == settings["steps"] or out_of_time:
            _watch(run, watched, names, losses, time.process_time() - start)
            losses = []
        if out_of_time:
            break
    return run


def _watch(run, watched, names, losses, seconds):
    """Score the watched maps, log, save."""
    curve = evaluate.pooled(evaluate.curves(detectors.Network(run.mean.module, names), watched, names[0]))
    entry = {
        "step": run.step, "loss": float(np.mean(losses)), "f1": float(curve.f1.max()),
        "ap": curve.average_precision, "cpu_seconds": round(seconds, 1), "lr": run.schedule.get_last_lr()[0],
    }
    run.history.append(entry)
    run.save()
    print(json.dumps(entry), flush=True)


def main():
    """Read the configuration and train."""
    parser = config_parser(__doc__)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--stop", type=int, help="step at which to stop before the schedule ends")
    arguments = parser.parse_args()
    config = arguments.config
    torch.set_num_threads(config["train"].get("threads", 1))
    train(config, ROOT / config["run"], arguments.minutes, arguments.stop)


if __name__ == "__main__":
    main()
