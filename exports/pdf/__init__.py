"""A dossier on paper: PDF/UA-1 and PDF/A-2a, made by typst (ADR 0013)."""

from exports.pdf.composition import composer

__all__ = ["composer"]
