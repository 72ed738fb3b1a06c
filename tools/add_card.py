"""Put a model card into an ONNX file, or show the one that is there.

    python tools/add_card.py MODEL.onnx                 show the card
    python tools/add_card.py MODEL.onnx CARD.json       put it in (replaces the file when all is well)

The fields of a card are those of lma_qgis/core/detection/card.py; docs/guide/models.md explains them.
Needs neither onnx nor onnxruntime.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lma_qgis.core.detection.card import KEY, ModelCard
from lma_qgis.core.errors import LmaError
from lma_qgis.inference.model_file import embed_card, inspect, load


def show(model):
    """Print the card of a model file."""
    print("\n".join(load(model).card.summary()))


def add(model, card):
    """Check a card and a model and join them."""
    data = embed_card(model.read_bytes(), ModelCard.from_json(card.read_text(encoding="utf-8")))
    inspect(data)
    part = model.with_suffix(".part")
    part.write_bytes(data)
    part.replace(model)
    print(f"{model}: {KEY} written")


def main(arguments):
    """Run the command line; return the exit code."""
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    try:
        model = Path(arguments[0])
        if len(arguments) == 1:
            show(model)
        else:
            add(model, Path(arguments[1]))
    except (LmaError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
