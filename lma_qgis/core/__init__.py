"""Numerics of the chain from ship tracks to lineation picks: numpy and scipy only."""
