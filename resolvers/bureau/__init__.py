"""How the spaces of those who are signed in are answered. Their rights are in each statement."""
