"""Fifth storey: registration step by step, and lists from enterprises and districts."""
