"""Fourth storey: asking workers how they are, at the agreed times."""
