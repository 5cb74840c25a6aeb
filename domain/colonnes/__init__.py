"""The columns of lists of dossiers: what each is, what may be asked of it."""
