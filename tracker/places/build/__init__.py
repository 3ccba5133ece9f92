"""How the data files of this room are made; run by hand, never by the application."""
