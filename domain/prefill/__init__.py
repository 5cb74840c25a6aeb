"""Dossiers begun by a program for somebody who will finish them (rules 2.6)."""
