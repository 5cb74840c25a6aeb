"""How each instructeur sees the lists of a démarche: tabs, columns, sort and filters of his own."""
