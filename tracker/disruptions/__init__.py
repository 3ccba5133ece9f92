"""What happens in host countries and workplaces, whom it touches, and what is done for them."""
