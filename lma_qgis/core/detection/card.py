"""Model cards: what a network expects, gives and is worth, as JSON inside its ONNX file.

The card stands in the file's metadata under :data:`KEY`. A field that is missing, misspelt or out of
range refuses the model in one sentence: a network that is fed wrongly still draws lines.
"""

from __future__ import annotations

import json
import math
from dataclasses import MISSING, asdict, dataclass, field, fields

from ..errors import LmaError
from . import planes, preprocessing

KEY = "lma.card"
VERSION = 1
STANDARDISE = "standardise"
_OUTPUTS = (("crest", "trough"), ("crest",))


@dataclass(frozen=True)
class CellSize:
    """Cell sizes that a model was trained for, metres.

    Parameters
    ----------
    least, most : float
        Range that the model takes as it is.
    nominal : float
        Cell size to which others are resampled.
    otherwise : {"refuse", "resample"}
        What to do outside the range and with cells that are not square.
    """

    least: float
    most: float
    nominal: float
    otherwise: str

    def __post_init__(self):
        """Refuse an impossible range."""
        numbers = all(_is_number(value) for value in (self.least, self.most, self.nominal))
        if not numbers or not 0 < self.least <= self.nominal <= self.most:
            raise _wrong("cell_size", "needs 0 < least <= nominal <= most in metres")
        if self.otherwise not in ("refuse", "resample"):
            raise _wrong("cell_size.otherwise", "is not “refuse” or “resample”")


@dataclass(frozen=True)
class ModelCard:
    """Contract between a network and the plugin.

    Parameters
    ----------
    name, version, licence, training_data : str
        Shown to the user; not empty.
    preprocessing : {"none"} or dict
        ``{"name": "standardise", "version": 1}``: the function of :mod:`.preprocessing`.
    outputs : tuple of str
        ``("crest", "trough")``, or ``("crest",)`` for a model that is run on the field and on its negative.
    threshold : float
        Score from which a cell counts as lineation, between 0 and 1.
    tile : int
        Width and height of what the model is given at once, cells.
    margin : int
        Cells from a tile's edge where the answer may differ from that on the whole raster.
    multiple : int
        Widths and heights must be multiples of it; 1 when the graph pads by itself.
    channels : tuple of str
        One of :data:`.planes.CHANNELS`: what the model sees, in planes as of :func:`.planes.input_planes`.
    cell_size : CellSize or None
        None takes any cells.
    zooms : tuple of float
        Sizes at which the raster is looked at; the largest score counts.
    min_support : float
        Cells of less support become nodata.
    support : {"optional", "required"}
        Whether the model may be used without a support raster.
    calibrated : bool
        Whether scores are probabilities.
    parity : float or None
        Largest difference between training framework and ONNX.
    scores : dict
        Measured scores, free form.
    description, created : str
        Free text.
    card_version : int
        Version of this layout.
    """

    name: str
    version: str
    licence: str
    training_data: str
    preprocessing: object
    outputs: tuple
    threshold: float
    tile: int
    margin: int
    multiple: int = 1
    channels: tuple = (planes.ANOMALY,)
    cell_size: CellSize | None = None
    zooms: tuple = (1.0,)
    min_support: float = 0.0
    support: str = "optional"
    calibrated: bool = False
    parity: float | None = None
    scores: dict = field(default_factory=dict)
    description: str = ""
    created: str = ""
    card_version: int = VERSION

    def __post_init__(self):
        """Check every field; see :class:`ModelCard`."""
        if self.card_version != VERSION:
            raise LmaError(
                "The model card has version {}, this plugin reads version {}: update the plugin or choose another "
                "model.",
                self.card_version, VERSION,
            )
        for name in ("name", "version", "licence", "training_data"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise _wrong(name, "must be a text that is not empty")
        for name in ("description", "created"):
            if not isinstance(getattr(self, name), str):
                raise _wrong(name, "must be a text")
        self._check_input()
        self._check_output()

    def _check_input(self):
        if self.channels not in planes.CHANNELS:
            raise _wrong("channels", "must be [\"anomaly\"] or [\"anomaly\", \"evidence\"], which this plugin feeds")
        if self.preprocessing != "none":
            _check_preprocessing(self.preprocessing)
        for name, least, most in (("tile", 16, 8192), ("margin", 0, 4096), ("multiple", 1, 256)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
                raise _wrong(name, f"must be a whole number from {least} to {most}")
        if self.tile % self.multiple:
            raise _wrong("tile", "must be a multiple of “multiple”")
        if 2 * -(-self.margin // self.multiple) * self.multiple >= self.tile:
            raise _wrong("margin", "must, rounded up to “multiple”, be less than half of “tile”")
        if self.cell_size is not None and not isinstance(self.cell_size, CellSize):
            raise _wrong("cell_size", "must be an object with least, most, nominal and otherwise, or null")
        if not self.zooms or not all(_is_number(zoom) and 0.1 <= zoom <= 4 for zoom in self.zooms):
            raise _wrong("zooms", "must list numbers from 0.1 to 4")

    def _check_output(self):
        if self.outputs not in _OUTPUTS:
            raise _wrong("outputs", "must be [\"crest\", \"trough\"] or [\"crest\"]")
        if not _is_number(self.threshold) or not 0 < self.threshold < 1:
            raise _wrong("threshold", "must lie between 0 and 1")
        if not _is_number(self.min_support) or not 0 <= self.min_support <= 1:
            raise _wrong("min_support", "must lie between 0 and 1")
        if self.support not in ("optional", "required"):
            raise _wrong("support", "is not “optional” or “required”")
        if not isinstance(self.calibrated, bool):
            raise _wrong("calibrated", "must be true or false")
        if self.parity is not None and not (_is_number(self.parity) and self.parity >= 0):
            raise _wrong("parity", "must be a number from 0, or null")
        if not isinstance(self.scores, dict):
            raise _wrong("scores", "must be an object")

    @classmethod
    def from_json(cls, text):
        """Read and check a card.

        Parameters
        ----------
        text : str
            JSON object.

        Returns
        -------
        ModelCard

        Raises
        ------
        LmaError
            One sentence that names the first field at fault.

        Examples
        --------
        >>> ModelCard.from_json("{}")
        Traceback (most recent call last):
        ...
        lma_qgis.core.errors.LmaError: The model card is not valid: “name” is missing; ask the model's author.
        """
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise LmaError("The model card is not JSON; ask the model's author for a repaired file.") from error
        if not isinstance(values, dict):
            raise LmaError("The model card is not a JSON object; ask the model's author for a repaired file.")
        _check_names(values, cls, "")
        if isinstance(values.get("cell_size"), dict):
            _check_names(values["cell_size"], CellSize, "cell_size.")
            values["cell_size"] = CellSize(**values["cell_size"])
        for name in ("outputs", "channels", "zooms"):
            if isinstance(values.get(name), list):
                values[name] = tuple(values[name])
            elif name in values:
                raise _wrong(name, "must be a list")
        return cls(**values)

    def to_json(self):
        """Return the card as JSON with sorted keys, as it is stored in a model."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, indent=1)

    def summary(self):
        """Return the card as lines for a log or a help panel."""
        cells = self.cell_size
        sizes = f"{cells.least:g} to {cells.most:g} m, otherwise {cells.otherwise}" if cells else "any"
        lines = [
            f"{self.name} {self.version}" + (f": {self.description}" if self.description else ""),
            f"Sees: {', '.join(self.channels)}",
            f"Trained on: {self.training_data}",
            f"Licence: {self.licence}",
            f"Cell size: {sizes}; zooms {', '.join(map(str, self.zooms))}",
            f"Tile {self.tile}, margin {self.margin} cells",
            f"Threshold {self.threshold:g}; " + ("calibrated" if self.calibrated else "not calibrated")
            + f"; support {self.support}, at least {self.min_support:g}",
        ]
        return lines + [f"{name}: {value}" for name, value in self.scores.items()]


def _check_names(values, kind, prefix):
    known = {item.name: item for item in fields(kind)}
    needed = [name for name, item in known.items() if item.default is MISSING and item.default_factory is MISSING]
    for name in needed:
        if name not in values:
            raise _wrong(prefix + name, "is missing")
    for name in values:
        if name not in known:
            raise _wrong(prefix + str(name), "is not a field of a card")


def _check_preprocessing(value):
    if not isinstance(value, dict) or value.get("name") != STANDARDISE or "version" not in value:
        raise _wrong("preprocessing", "must be “none” or name “standardise” with its version")
    if value["version"] != preprocessing.VERSION:
        raise LmaError(
            "The model asks for preprocessing version {}, this plugin has version {}: update the plugin or choose "
            "another model.",
            value["version"], preprocessing.VERSION,
        )
    mine = {"window_m": preprocessing.WINDOW, "soft_limit": preprocessing.SOFT_LIMIT}
    for name in set(value) - {"name", "version"}:
        if value[name] != mine.get(name):
            raise _wrong(f"preprocessing.{name}", "differs from this plugin's preprocessing")


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _wrong(name, why):
    return LmaError("The model card is not valid: “{}” {}; ask the model's author.", name, why)
