"""Exports opened by the programs that people have: LibreOffice, and three unzippers (`make bureautique`)."""
