"""The tracker: keeps Vietnam's labour offices in touch with workers abroad under contract."""
