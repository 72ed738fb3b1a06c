"""What the rasters of the chain hold, read from their first band's description, and which input takes which."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import LmaError
from .translation import marked, tr

ANOMALY = "magnetic anomaly"
ENHANCED = "enhanced magnetic anomaly"
COVERAGE = "observations per cell"
SUPPORT = "data support"
EVIDENCE = "evidence"
SCORE = "crest score"
ORIENTATION = "azimuth of the lineations"

ANOMALIES = (ENHANCED, ANOMALY)
NAMES = {
    ANOMALY: marked("Anomaly grid"),
    ENHANCED: marked("Enhanced anomaly"),
    COVERAGE: marked("Coverage"),
    SUPPORT: marked("Support"),
    EVIDENCE: marked("Evidence"),
    SCORE: marked("Lineation scores"),
    ORIENTATION: marked("Orientation"),
}


def check(info, wanted, label):
    """Refuse a result of the chain where another one belongs: dialogs offer all rasters for every input.

    Parameters
    ----------
    info : lma_qgis.geo.raster.RasterInfo
    wanted : sequence of str
        Descriptions that the input takes; empty: any.
    label : str
        Of the input.

    Raises
    ------
    LmaError
        If the raster is a result of the chain and none of these. What others made is taken.
    """
    if wanted and info.content in NAMES and info.content not in wanted:
        raise LmaError(
            "The raster {} holds “{}”, but the input “{}” takes “{}”; choose another raster.",
            Path(info.path).name, tr(NAMES[info.content]), label, tr(NAMES[wanted[0]]),
        )
