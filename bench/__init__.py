"""Measures the product against SQL written by hand, both in the same run: believe ratios, not milliseconds."""
