"""Tests of the training project; run with its own interpreter."""
