"""The attestation of a decision: PDF/UA-1 and PDF/A-2a, made by typst as dossiers are (ADR 0013)."""

from exports.attestation.composition import composer
from exports.attestation.contenu import Attestation, Image

__all__ = ["Attestation", "Image", "composer"]
