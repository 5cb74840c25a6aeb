"""What the API says of a company when the register said little (api 7.4)."""

from typing import Any, NamedTuple

from resolvers.demandeurs import EtablissementRow

CAPITAL_INCONNU = -1


class Effectif(NamedTuple):
    nb: float
    periode: str


class Association(NamedTuple):
    rna: str
    titre: str
    objet: str | None
    date_creation: str | None
    date_declaration: str | None
    date_publication: str | None


def capital_social(etablissement: EtablissementRow) -> int:
    capital = etablissement.capital_social
    return CAPITAL_INCONNU if capital is None else capital


def raison_sociale(etablissement: EtablissementRow) -> str:
    """A sole trader has none: his name and first name stand for it."""
    if etablissement.raison_sociale:
        return etablissement.raison_sociale
    return " ".join(n for n in (etablissement.nom, etablissement.prenom) if n)


def effectif_mensuel(etablissement: EtablissementRow) -> Effectif | None:
    mois, annee, nb = (
        _effectif(etablissement, f"mensuel_{cle}") for cle in ("mois", "annee", "nb")
    )
    return Effectif(float(nb), f"{int(mois):02d}/{annee}") if mois and annee and nb else None


def effectif_annuel(etablissement: EtablissementRow) -> Effectif | None:
    annee, nb = _effectif(etablissement, "annuel_annee"), _effectif(etablissement, "annuel_nb")
    return Effectif(float(nb), str(annee)) if annee and nb else None


def _effectif(etablissement: EtablissementRow, cle: str) -> Any:
    return etablissement.effectifs.get(cle)


def association(etablissement: EtablissementRow) -> Association | None:
    connue = etablissement.association
    if not connue or not connue.get("rna"):
        return None
    return Association(
        connue["rna"],
        connue.get("titre") or "",
        connue.get("objet"),
        connue.get("date_creation"),
        connue.get("date_declaration"),
        connue.get("date_publication"),
    )
