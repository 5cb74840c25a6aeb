"""What the rows of a page hold beside their dossier's own line, loaded for the columns that show it alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ARRAY, BigInteger, Text, any_, bindparam, case, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import aggregate_order_by

from domain.avis.models import Avis
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import GroupeInstructeur
from resolvers.bureau.sources import EN_INSTRUCTION, TERMINES
from resolvers.champs import ChampRow
from resolvers.loader import one
from resolvers.request import Request
from resolvers.statements import Statement, among, instant


class DonneesRow(NamedTuple):
    """The dossier's own columns, its person and its groupe."""

    id: int
    cree_le: str
    modifie_le: str
    champs_modifies_le: str | None
    depose_le: str | None
    en_construction_le: str | None
    en_instruction_le: str | None
    traite_le: str | None
    expire_le: str | None
    decision_sva_svr_le: date | None
    pour_un_tiers: bool
    mandataire_nom: str | None
    mandataire_prenom: str | None
    email: str | None
    civilite: str | None
    nom: str | None
    prenom: str | None
    groupe_id: int | None
    groupe: str | None


DONNEES = one(
    "donnees_de_ligne",
    Statement(
        select(
            Dossier.id,
            instant(Dossier.cree_le),
            instant(Dossier.modifie_le),
            instant(Dossier.champs_modifies_le),
            instant(Dossier.depose_le),
            instant(Dossier.en_construction_le),
            instant(Dossier.en_instruction_le),
            instant(case((TERMINES, Dossier.traite_le)).label("traite_le")),
            instant(case((~EN_INSTRUCTION, Dossier.expire_le)).label("expire_le")),
            Dossier.decision_sva_svr_le,
            Dossier.pour_un_tiers,
            Dossier.mandataire_nom,
            Dossier.mandataire_prenom,
            func.coalesce(sql_cast(Compte.email, Text), Dossier.usager_supprime_email).label(
                "email"
            ),
            Individu.civilite,
            Individu.nom,
            Individu.prenom,
            GroupeInstructeur.id.label("groupe_id"),
            GroupeInstructeur.label.label("groupe"),
        )
        .outerjoin(Compte, Compte.id == Dossier.usager_id)
        .outerjoin(Individu, Individu.dossier_id == Dossier.id)
        .outerjoin(GroupeInstructeur, GroupeInstructeur.id == Dossier.groupe_instructeur_id)
        .where(among(Dossier.id)),
        DonneesRow,
    ),
)


class DemandeurRow(NamedTuple):
    cle: int
    siret: str
    raison_sociale: str | None
    siren: str | None
    nom_commercial: str | None
    forme_juridique: str | None
    date_creation: date | None
    libelle_naf: str | None
    code_postal: str | None


DEMANDEUR = one(
    "demandeur_de_ligne",
    Statement(
        select(
            Etablissement.dossier_id.label("cle"),
            *(getattr(Etablissement, nom) for nom in DemandeurRow._fields[1:]),
        ).where(among(Etablissement.dossier_id)),
        DemandeurRow,
    ),
)


class TextesRow(NamedTuple):
    """Several short texts of one dossier, in order."""

    cle: int
    textes: list[str]


SUIVEURS = one(
    "suiveurs_de_ligne",
    Statement(
        select(
            Suivi.dossier_id.label("cle"),
            func.array_agg(
                aggregate_order_by(sql_cast(Compte.email, Text), sql_cast(Compte.email, Text))
            ).label("textes"),
        )
        .join(Instructeur, Instructeur.id == Suivi.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .where(among(Suivi.dossier_id), Suivi.fin_le.is_(None))
        .group_by(Suivi.dossier_id),
        TextesRow,
    ),
)

# What experts answered yes or no to, in the order in which they were asked.
AVIS = one(
    "avis_de_ligne",
    Statement(
        select(
            Avis.dossier_id.label("cle"),
            func.array_agg(
                aggregate_order_by(
                    case((Avis.question_reponse.is_(True), "oui"), else_="non"),
                    Avis.cree_le,
                    Avis.id,
                )
            ).label("textes"),
        )
        .where(
            among(Avis.dossier_id),
            Avis.question_reponse.is_not(None),
            Avis.revoque_le.is_(None),
        )
        .group_by(Avis.dossier_id),
        TextesRow,
    ),
)

_CHAMPS = Statement(
    select(
        Champ.dossier_id,
        Champ.id,
        Champ.stable_id,
        Champ.row_id,
        Champ.type_champ,
        Champ.value,
        Champ.value_json,
        Champ.external_id,
        Champ.data,
        Champ.prefilled,
        instant(Champ.modifie_le),
        Champ.etablissement_id,
    ).where(
        among(Champ.dossier_id),
        Champ.stable_id == any_(bindparam("champs", None, type_=ARRAY(BigInteger))),
        Champ.flux == MAIN,
        Champ.retire_le.is_(None),
        Champ.row_id.is_(None),
    ),
    ChampRow,
)

Reponses = Mapping[tuple[int, int], ChampRow]


async def reponses(request: Request, numeros: Sequence[int], champs: Sequence[int]) -> Reponses:
    """The answers to these fields alone, by dossier and stable id."""
    lues = await request.snapshot.rows(_CHAMPS, {"cles": list(numeros), "champs": list(champs)})
    return {(lue.dossier_id, lue.stable_id): lue for lue in lues}
