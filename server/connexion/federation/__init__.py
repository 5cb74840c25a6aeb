"""Signing in by ProConnect and FranceConnect (ADR 0033)."""
