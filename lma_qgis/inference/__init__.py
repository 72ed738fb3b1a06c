"""ONNX Runtime: sessions, devices, model files."""
