"""Fifth storey: the limited login of a family and its one card."""
