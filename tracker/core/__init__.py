"""Base of the house: clock, database, scope, text, crypto, runs. Knows nothing of workers."""
