"""Processing algorithms: parameters, call into core, outputs."""
