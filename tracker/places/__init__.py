"""The map: Vietnam's administrative units by date, and the countries where people work."""
