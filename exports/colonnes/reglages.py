"""What of a démarche decides its columns, from what its row holds."""

from collections.abc import Mapping
from typing import Any

from domain.dossiers.sva_svr import silence
from exports.colonnes.contenu import Chorus, Reglages

CHORUS = ("domaine_fonctionnel", "referentiel_de_programmation", "centre_de_cout")


def reglages(
    *,
    pour_individu: bool,
    options: Mapping[str, Any],
    sva_svr: Mapping[str, Any] | None,
    chorus: Mapping[str, Any],
    groupes: int,
) -> Reglages:
    """`groupes` is how many the démarche has: with several, dossiers are routed."""
    decision = silence(sva_svr)
    return Reglages(
        pour_individu=pour_individu,
        date_de_naissance=bool(options.get("ask_birthday")),
        sans_civilite=bool(options.get("no_gender")),
        sva_svr=str(decision).upper() if decision else None,
        chorus=_chorus(chorus),
        routage=groupes > 1,
    )


def _chorus(connu: Mapping[str, Any]) -> Chorus | None:
    """Its three codes, when it has all three."""
    entrees = [connu.get(cle) for cle in CHORUS]
    codes = [e.get("code") if isinstance(e, dict) else e for e in entrees]
    return Chorus(*map(str, codes)) if all(codes) else None
