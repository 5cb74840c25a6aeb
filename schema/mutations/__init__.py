"""What can be done, one file per concept; each field is declared with its input and its answer."""
