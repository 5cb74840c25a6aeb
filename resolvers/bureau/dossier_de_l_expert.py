"""A dossier as one of its experts sees it: by statements of his own, each opened by his avis (rules 6.7).

Annotations, the avis that are not his to read, the messagerie where it is closed to him: they are not
loaded. What champs and messages need besides, files and zones, is put under a number that no dossier has
(`hors_dossier`): the loaders of the administration, if they were asked, would find nothing.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from domain.avis.models import Avis
from domain.comptes.models import Compte, IdentiteFranceConnect
from domain.demarches.models import Demarche
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from resolvers.bureau.droit_d_expert import decision_connue, messagerie_ouverte, ouverts
from resolvers.loader import one
from resolvers.statements import Statement, instant


class DossierDExpertRow(NamedTuple):
    """The columns of a dossier's row that an expert may know. `motivation` only of a decision that he may."""

    avis_id: int
    id: int
    demarche_id: int
    revision_id: int
    state: str
    motivation: str | None
    pour_un_tiers: bool
    mandataire_prenom: str | None
    mandataire_nom: str | None
    cree_le: str
    depose_le: str
    en_construction_le: str
    en_instruction_le: str | None
    traite_le: str | None
    champs_modifies_le: str | None
    usager_id: int | None
    usager_email: str | None
    usager_supprime_email: str | None
    identites_france_connect: int
    pour_individu: bool
    individu_id: int | None
    civilite: str | None
    nom: str | None
    prenom: str | None
    date_de_naissance: date | None
    email: str | None
    etablissement_id: int | None
    messagerie: bool
    decision_connue: bool


_usager = aliased(Compte)


_identites = (
    select(func.count())
    .where(IdentiteFranceConnect.compte_id == Dossier.usager_id)
    .scalar_subquery()
)
_motivation = case(
    (and_(Dossier.state.in_(sorted(TERMINE)), decision_connue()), Dossier.motivation)
)

DOSSIER_DE_L_AVIS = one(
    "dossier_de_l_avis",
    Statement(
        ouverts(
            Avis.id.label("avis_id"),
            Dossier.id,
            Dossier.demarche_id,
            Dossier.revision_id,
            Dossier.state,
            _motivation.label("motivation"),
            Dossier.pour_un_tiers,
            Dossier.mandataire_prenom,
            Dossier.mandataire_nom,
            instant(Dossier.cree_le),
            instant(Dossier.depose_le),
            instant(Dossier.en_construction_le),
            instant(Dossier.en_instruction_le),
            instant(Dossier.traite_le),
            instant(Dossier.champs_modifies_le),
            Dossier.usager_id,
            _usager.email.label("usager_email"),
            Dossier.usager_supprime_email,
            _identites.label("identites_france_connect"),
            Demarche.pour_individu,
            Individu.id.label("individu_id"),
            Individu.civilite,
            Individu.nom,
            Individu.prenom,
            Individu.date_de_naissance,
            Individu.email,
            Etablissement.id.label("etablissement_id"),
            messagerie_ouverte().label("messagerie"),
            decision_connue().label("decision_connue"),
        )
        .outerjoin(_usager, _usager.id == Dossier.usager_id)
        .outerjoin(Individu, Individu.dossier_id == Dossier.id)
        .outerjoin(Etablissement, Etablissement.dossier_id == Dossier.id),
        DossierDExpertRow,
    ),
)
