"""Ground floor: offices, users, roles, sign-in, sessions."""
