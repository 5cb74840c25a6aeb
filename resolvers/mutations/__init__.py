"""What can be done: one transaction a field, and its answer read again once it is committed."""
