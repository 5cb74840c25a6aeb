"""What people do once signed in: a space for each of their roles, under `moi`."""
