"""Do neighbouring tracks predict each other? Leave-one-track-out and its null."""
