"""One onnxruntime session: which device really runs, what memory allows, and how to stop it."""

from __future__ import annotations

import re

import numpy as np

from ..core.detection.planes import count_planes
from ..core.errors import LmaCancelled, LmaError

PROVIDERS = {"cuda": "CUDAExecutionProvider", "cpu": "CPUExecutionProvider"}
_WARM_UP = 128  # cells, rounded up to what the model takes
_GPU_BATCH = 4
_NO_MEMORY = re.compile(
    r"out of memory|bad_?alloc|failed to allocate|allocat\w* (?:\w+ )*memory|bfc_?arena", re.IGNORECASE
)


class Session:
    """A model on a device.

    Parameters
    ----------
    model : ModelFile
        Checked by :mod:`.model_file`.
    device : {"auto", "cpu", "cuda"}
        ``auto`` tries CUDA and then the CPU; the others mean what they say.
    runtime : module
        ``onnxruntime`` from :func:`.runtime.load`.
    inform, warn : callable
        Take one line each for the log.

    Attributes
    ----------
    device : str
        What the model runs on now: ``cuda`` or ``cpu``.
    batch : int
        Tiles that are worth running at once; halved when memory runs out.
    side : int or None
        Height and width that the model insists on.

    Raises
    ------
    LmaError
        If the model or the device cannot be used.
    """

    def __init__(self, model, device, runtime, inform, warn):
        self._model, self._runtime, self._inform, self._warn = model, runtime, inform, warn
        self._may_fall_back = device == "auto"
        self._options = None
        self._stopped = False
        self._open(device)

    def run(self, batch):
        """Score tiles.

        Parameters
        ----------
        batch : numpy.ndarray of float32, shape (n, planes, height, width)

        Returns
        -------
        numpy.ndarray of float32, shape (n, outputs, height, width)

        Raises
        ------
        LmaError
            If the model fails, or memory does not suffice even for one tile on the CPU.
        LmaCancelled
            If :meth:`stop` was called.
        """
        size = self.batch  # running out of memory makes it smaller while the parts run
        if len(batch) > size:
            return np.concatenate([self.run(batch[start:start + size]) for start in range(0, len(batch), size)])
        try:
            return self._run_once(batch)
        except Exception as error:
            if self._stopped:
                raise LmaCancelled from error
            if not _NO_MEMORY.search(str(error)) and not isinstance(error, MemoryError):
                raise LmaError(
                    "The model {} failed on {}: {}; choose another model.",
                    self._model.name, self.device, _first_line(error),
                ) from error
            self._retreat(len(batch), error)
            return self.run(batch)

    def stop(self):
        """Make a running :meth:`run` return within milliseconds; for another thread."""
        self._stopped = True
        if self._options is not None:
            self._options.terminate = True

    def _retreat(self, tiles, error):
        """Ask for less memory: fewer tiles at once, then the CPU."""
        if tiles > 1:
            self.batch = tiles // 2
            self._warn(f"Out of memory on {self.device} with {tiles} tiles at once; going on with {self.batch}.")
        elif self.device != "cpu" and self._may_fall_back:
            self._warn(f"Out of memory on {self.device} with one tile; going on with the CPU.")
            self._open("cpu")
        else:
            if self.device != "cpu":
                raise LmaError(
                    "Out of memory on {} with one tile; choose smaller tiles or the device cpu.", self.device
                ) from error
            raise LmaError("Out of memory with one tile; choose smaller tiles.") from error

    def _open(self, device):
        """Create and warm up a session on the first device that works."""
        available = self._runtime.get_available_providers()
        if device in ("auto", "cuda"):
            reason = self._try("cuda") if PROVIDERS["cuda"] in available else "this onnxruntime is built without CUDA"
            if reason is None:
                return
            if device == "cuda":
                raise LmaError(
                    "CUDA does not work: {}; set up the NVIDIA GPU runtime in the plugin's menu and the NVIDIA "
                    "driver, or choose the device cpu.",
                    reason,
                )
            self._inform(f"CUDA is not used: {reason}.")
        reason = self._try("cpu")
        if reason is not None:
            raise LmaError(
                "The model {} cannot be loaded by onnxruntime {}: {}; update the runtime or choose another model.",
                self._model.name, self._runtime.__version__, reason,
            )

    def _try(self, device):
        """Open the session on one device; return why it does not work, None if it does."""
        settings = self._runtime.SessionOptions()
        settings.log_severity_level = 4
        # Its threads would burn a third more CPU waiting for the next tile while this one is written.
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            if device == "cuda" and hasattr(self._runtime, "preload_dlls"):
                self._runtime.preload_dlls()
            # One provider in the list: with several, onnxruntime may leave out a failing one without a word.
            session = self._runtime.InferenceSession(
                self._model.data, sess_options=settings, providers=[PROVIDERS[device]]
            )
            session.disable_fallback()
        except Exception as error:
            return _first_line(error)
        used = session.get_providers()[0]
        if used != PROVIDERS[device]:
            return "its libraries cannot be loaded (CUDA or cuDNN missing, or of another version)"
        self._session, self.device = session, device
        self._inspect_shapes()
        self.batch = self._fixed_batch or (_GPU_BATCH if device == "cuda" else 1)
        try:
            self._warm_up()
        except LmaError:
            raise
        except Exception as error:
            return _first_line(error)
        self._inform(f"Running on {device} ({used}, onnxruntime {self._runtime.__version__}).")
        return None

    def _inspect_shapes(self):
        inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
        if len(inputs) != 1 or inputs[0].type != "tensor(float)" or len(inputs[0].shape) != 4:
            raise self._unfit("must have one float32 input of shape (tiles, planes, height, width)")
        tiles, planes, height, width = inputs[0].shape
        self._planes = count_planes(self._model.card.channels)
        if isinstance(planes, int) and planes != self._planes:
            raise self._unfit(f"takes {planes} planes, the channels of its card have {self._planes}")
        if isinstance(height, int) != isinstance(width, int) or (isinstance(height, int) and height != width):
            raise self._unfit("wants tiles that are not square")
        if any(output.type != "tensor(float)" for output in outputs):
            raise self._unfit("must return float32")
        self.side = height if isinstance(height, int) else None
        self._fixed_batch = tiles if isinstance(tiles, int) else None
        self._input, self._outputs = inputs[0].name, [output.name for output in outputs]
        if self.side and self.side != self._model.card.tile:
            raise self._unfit(f"takes tiles of {self.side} cells, its card says {self._model.card.tile}")

    def _warm_up(self):
        """Run once and check what comes back."""
        multiple = self._model.card.multiple
        side = self.side or -(-min(_WARM_UP, self._model.card.tile) // multiple) * multiple
        scores = self._run_once(np.zeros((1, self._planes, side, side), np.float32))
        wanted = (1, len(self._model.card.outputs), side, side)
        if scores.shape != wanted:
            raise self._unfit(f"returns shape {scores.shape} for a tile, its card says {wanted}")
        if not np.isfinite(scores).all():
            raise self._unfit("returns values that are not numbers")

    def _run_once(self, batch):
        self._options = self._runtime.RunOptions()
        self._options.terminate = self._stopped
        missing = (self._fixed_batch or 0) - len(batch)
        if missing > 0:
            batch = np.concatenate([batch, np.repeat(batch[-1:], missing, axis=0)])
        results = self._session.run(self._outputs, {self._input: np.ascontiguousarray(batch)}, self._options)
        scores = results[0] if len(results) == 1 else np.concatenate(results, axis=1)
        return scores[: len(scores) - max(missing, 0)]

    def _unfit(self, why):
        return LmaError("The model {} {}; ask the model's author.", self._model.name, why)


def _first_line(error):
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[0] if lines else type(error).__name__
    return text.rstrip(".;")[:300]
