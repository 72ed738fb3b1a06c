"""Track observations: cleaning, reference field, crossovers and levelling."""
