"""Worlds written in files: `charger` builds one, `decrire` says how they are written."""

from scenarios.chargement import charger
from scenarios.construction.monde_entier import Resultat
from scenarios.refus import ScenarioRefuse

__all__ = ["Resultat", "ScenarioRefuse", "charger"]
