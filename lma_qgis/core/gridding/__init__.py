"""From observations to a grid: block medians, tension spline, coverage."""
