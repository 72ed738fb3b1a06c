"""Smoothing along lineations: orientation, stencil, guided solve, support."""
