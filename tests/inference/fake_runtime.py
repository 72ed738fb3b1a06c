"""A stand-in for onnxruntime whose devices work, fail or run out of memory as a test wishes."""

from types import SimpleNamespace

import numpy as np


class FakeRuntime:
    """The part of onnxruntime that the plugin uses.

    ``devices`` maps a provider to what happens with it: "works", "missing libraries" (onnxruntime then falls
    back to the CPU without a word), "raises", "fails warm-up", or a number: more tiles at once than that are
    out of memory.
    """

    __version__ = "1.14.0"

    def __init__(self, devices, outputs=2, answer=None):
        self.devices, self.outputs, self.answer = devices, outputs, answer
        self.opened, self.batches, self.preloaded = [], [], 0

    def get_available_providers(self):
        return list(self.devices)

    def preload_dlls(self):
        self.preloaded += 1

    class SessionOptions:
        log_severity_level = 2

        def add_session_config_entry(self, key, value):
            assert key.startswith("session.")

    class RunOptions:
        terminate = False

    def InferenceSession(self, data, sess_options, providers):
        assert isinstance(data, bytes)
        assert isinstance(sess_options, self.SessionOptions)
        assert len(providers) == 1
        self.opened.append(providers[0])
        return FakeSession(self, providers[0], self.devices[providers[0]])


class FakeSession:
    def __init__(self, runtime, provider, behaviour):
        if behaviour == "raises":
            raise RuntimeError("CUDA failure 35: driver version is insufficient\nmore lines")
        self._runtime, self._behaviour = runtime, behaviour
        self._provider = "CPUExecutionProvider" if behaviour == "missing libraries" else provider

    def disable_fallback(self):
        self._fallback = False

    def get_providers(self):
        return [self._provider]

    def get_inputs(self):
        return [SimpleNamespace(name="x", type="tensor(float)", shape=["n", 1, "h", "w"])]

    def get_outputs(self):
        return [SimpleNamespace(name="y", type="tensor(float)")]

    def run(self, outputs, feed, options):
        batch = feed["x"]
        if self._behaviour == "fails warm-up":
            raise RuntimeError("CUDNN_STATUS_NOT_INITIALIZED")
        # The warm-up is one small tile; memory runs out on real tiles only.
        if isinstance(self._behaviour, int) and batch.shape[-1] > 64 and len(batch) > self._behaviour:
            raise RuntimeError("BFCArena: Failed to allocate memory for requested buffer of size 1")
        self._runtime.batches.append((self._provider, len(batch)))
        if self._runtime.answer is not None:
            return [self._runtime.answer(batch)]
        return [np.repeat(batch, self._runtime.outputs, axis=1)]
