"""Who asks: a person, whose columns come with the dossier, or an establishment, loaded beside it."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from domain.dossiers.demandeurs import Etablissement
from resolvers.dossiers import DossierRow
from resolvers.loader import one
from resolvers.statements import Statement, among


class EtablissementRow(NamedTuple):
    id: int
    siret: str
    siege_social: bool | None
    naf: str | None
    libelle_naf: str | None
    adresse: str | None
    adresse_detail: dict[str, Any] | None
    numero_voie: str | None
    type_voie: str | None
    nom_voie: str | None
    complement_adresse: str | None
    code_postal: str | None
    localite: str | None
    code_insee_localite: str | None
    siren: str | None
    raison_sociale: str | None
    nom_commercial: str | None
    capital_social: int | None
    code_effectif_entreprise: str | None
    numero_tva_intracommunautaire: str | None
    forme_juridique: str | None
    forme_juridique_code: str | None
    siret_siege_social: str | None
    enseigne: str | None
    date_creation: date | None
    etat_administratif: str | None
    nom: str | None
    prenom: str | None
    effectifs: dict[str, Any]
    association: dict[str, Any] | None

    @property
    def degrade(self) -> bool:
        """Only the SIRET is known yet (rules 2.5.3)."""
        return self.adresse is None


ETABLISSEMENT = one(
    "etablissement",
    Statement(
        select(*(getattr(Etablissement, name) for name in EtablissementRow._fields)).where(
            among(Etablissement.id)
        ),
        EtablissementRow,
    ),
)


class IndividuRow(NamedTuple):
    id: int
    civilite: str | None
    nom: str
    prenom: str
    date_de_naissance: date | None
    email: str | None


def demandeur(
    dossier: DossierRow, etablissement: EtablissementRow | None
) -> IndividuRow | EtablissementRow | None:
    """The person on a démarche for individuals, else the establishment (api 7.3)."""
    if not dossier.pour_individu:
        return etablissement
    if dossier.individu_id is None:
        return None
    return IndividuRow(
        dossier.individu_id,
        dossier.civilite,
        dossier.nom or "",
        dossier.prenom or "",
        dossier.date_de_naissance,
        dossier.email,
    )
