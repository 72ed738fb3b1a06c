"""From an anomaly to lineation scores: preprocessing, ridge filter, tiles, model card."""
