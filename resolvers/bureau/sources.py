"""Where the values of each column are: a table hung on the dossier, and an expression of its row.

A source that has at most one row a dossier is joined; one that may have several is looked for, when it is
filtered on, and summed up by its smallest value, when it is sorted by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from domain.avis.models import Avis
from domain.badges.models import Badge
from domain.badges.regles import s_affiche
from domain.badges.types import TypeBadge
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.historique import Suivi, Traitement
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.labels.models import DossierLabel, Label
from resolvers.statements import AnySelect

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Rang:
    """The parameters of the filter of this rank, or of the sort: a statement may have several of a kind."""

    nom: str

    def __call__(self, nom: str, type_: Any = Text) -> ColumnElement[Any]:
        return bindparam(f"{nom}_{self.nom}", None, type_=type_)


Lien = Callable[[Any, Rang], Conditions]
Valeur = Callable[[Any], ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """`lien` ties a row of `table` to the dossier; without a table the value is the dossier's own.
    `plusieurs`: a dossier may have several; `toujours`: it never lacks one."""

    valeur: Valeur
    table: Any = None
    lien: Lien = lambda table, rang: ()
    plusieurs: bool = False
    toujours: bool = False
    nommee: bool = True
    """Whether the table is given a name for the place that it has in the statement."""
    parmi: Lien | None = None
    """What `lien` asks of a row beside its dossier: with it the rows of all dossiers can be found at once."""

    def _table(self) -> Any:
        return aliased(self.table) if self.nommee else self.table

    def jointe(self, requete: AnySelect, rang: Rang) -> tuple[AnySelect, ColumnElement[Any]]:
        """The list with this value beside each dossier, and the value: the smallest, of several."""
        if self.table is None:
            return requete, self.valeur(Dossier)
        table = self._table()
        lien = and_(*self.lien(table, rang))
        if not self.plusieurs:
            return requete.outerjoin(table, lien), self.valeur(table)
        premiere = select(func.min(self.valeur(table))).where(lien).correlate(Dossier)
        return requete, premiere.scalar_subquery()

    def existe(
        self, rang: Rang, demander: Callable[[ColumnElement[Any]], ColumnElement[bool]]
    ) -> ColumnElement[bool]:
        """One of several values passes."""
        table = self._table()
        une: AnySelect = select(literal_column("1")).where(
            *self.lien(table, rang), demander(self.valeur(table))
        )
        return une.correlate(Dossier).exists()

    def ensemble(
        self, rang: Rang, demander: Callable[[ColumnElement[Any]], ColumnElement[bool]]
    ) -> AnySelect:
        """The dossiers of which a value passes, whatever list they are of."""
        assert self.parmi is not None
        table = self._table()
        passe = (*self.parmi(table, rang), demander(self.valeur(table)))
        return select(table.dossier_id).where(*passe)


# --- the dossier and what hangs on it -------------------------------------------------------------


def de_la_colonne(colonne: str) -> Valeur:
    return lambda table: getattr(table, colonne)


def _du_dossier(colonne: str, *, toujours: bool = False) -> Source:
    return Source(de_la_colonne(colonne), toujours=toujours)


def _sien(table: Any, rang: Rang) -> Conditions:
    return (table.dossier_id == Dossier.id,)


def _de(table: Any, colonne: str, *, plusieurs: bool = False) -> Source:
    return Source(de_la_colonne(colonne), table, _sien, plusieurs)


TERMINES: ColumnElement[bool] = literal_column(
    "dossiers.state IN ('accepte', 'refuse', 'sans_suite')"
)
EN_INSTRUCTION: ColumnElement[bool] = literal_column("dossiers.state = 'en_instruction'")


def _suit(suivi: Any, rang: Rang) -> Conditions:
    return (suivi.dossier_id == Dossier.id, suivi.fin_le.is_(None))


def _adresse(suivi: Any) -> ColumnElement[str]:
    adresse = (
        select(sql_cast(Compte.email, Text))
        .join(Instructeur, Instructeur.compte_id == Compte.id)
        .where(Instructeur.id == suivi.instructeur_id)
    )
    return adresse.correlate(suivi).scalar_subquery()


def _nom(pose: Any) -> ColumnElement[str]:
    nom = select(Label.nom).where(Label.id == pose.label_id)
    return nom.correlate(pose).scalar_subquery()


def _badge(badge: Any, rang: Rang) -> Conditions:
    """One of mine, that its dossier shows now (rules 4.7.2)."""
    mien = badge.instructeur_id == bindparam("mon_instructeur", None, type_=BigInteger)
    return (badge.dossier_id == Dossier.id, mien, s_affiche())


IMPORTANCES = {badge.value: rang for rang, badge in enumerate(TypeBadge)}
SANS_BADGE = len(IMPORTANCES)

DU_DOSSIER: dict[str, Source] = {
    "self/id": _du_dossier("id", toujours=True),
    "self/state": _du_dossier("state", toujours=True),
    "self/created_at": _du_dossier("cree_le", toujours=True),
    "self/updated_at": _du_dossier("modifie_le", toujours=True),
    "self/last_champ_updated_at": _du_dossier("champs_modifies_le"),
    # A dossier that an instructeur sees was deposited.
    "self/depose_at": _du_dossier("depose_le", toujours=True),
    "self/en_construction_at": _du_dossier("en_construction_le", toujours=True),
    "self/en_instruction_at": _du_dossier("en_instruction_le"),
    # It survives a return to instruction, where it says nothing any more (rules 14.3-7).
    "self/processed_at": Source(lambda d: case((TERMINES, d.traite_le))),
    # A dossier en instruction never expires, whatever its row remembers.
    "self/expired_at": Source(lambda d: case((~EN_INSTRUCTION, d.expire_le))),
    "self/sva_svr_decision_on": _du_dossier("decision_sva_svr_le"),
    "self/sva_svr_decision_before": _du_dossier("decision_sva_svr_le"),
    "self/for_tiers": _du_dossier("pour_un_tiers", toujours=True),
    "self/mandataire_last_name": _du_dossier("mandataire_nom"),
    "self/mandataire_first_name": _du_dossier("mandataire_prenom"),
    "user/email": Source(
        lambda compte: func.coalesce(sql_cast(compte.email, Text), Dossier.usager_supprime_email),
        Compte,
        lambda compte, _: (compte.id == Dossier.usager_id,),
    ),
    "individual/gender": _de(Individu, "civilite"),
    "individual/nom": _de(Individu, "nom"),
    "individual/prenom": _de(Individu, "prenom"),
    "etablissement/siret": _de(Etablissement, "siret"),
    "etablissement/entreprise_raison_sociale": _de(Etablissement, "raison_sociale"),
    "etablissement/entreprise_siren": _de(Etablissement, "siren"),
    "etablissement/entreprise_nom_commercial": _de(Etablissement, "nom_commercial"),
    "etablissement/entreprise_forme_juridique": _de(Etablissement, "forme_juridique"),
    "etablissement/entreprise_date_creation": _de(Etablissement, "date_creation"),
    "etablissement/libelle_naf": _de(Etablissement, "libelle_naf"),
    "etablissement/code_postal": _de(Etablissement, "code_postal"),
    "groupe_instructeur/label": Source(
        de_la_colonne("label"),
        GroupeInstructeur,
        lambda g, _: (g.id == Dossier.groupe_instructeur_id,),
    ),
    "groupe_instructeur/id": _du_dossier("groupe_instructeur_id"),
    "followers_instructeurs/email": Source(_adresse, Suivi, _suit, plusieurs=True),
    "traitements/instructeur_email": _de(Traitement, "instructeur_email", plusieurs=True),
    "avis/question_answer": Source(
        lambda avis: case((avis.question_reponse, "oui"), (~avis.question_reponse, "non")),
        Avis,
        lambda avis, _: (avis.dossier_id == Dossier.id, avis.revoque_le.is_(None)),
        plusieurs=True,
    ),
    "dossier_labels/label_id": _de(DossierLabel, "label_id", plusieurs=True),
    "dossier_labels/nom": Source(_nom, DossierLabel, _sien, plusieurs=True),
    "dossier_notifications/notification_type": Source(
        de_la_colonne("type"), Badge, _badge, plusieurs=True, nommee=False
    ),
    "dossier_notifications/importance": Source(
        lambda badge: case(IMPORTANCES, value=badge.type),
        Badge,
        _badge,
        plusieurs=True,
        nommee=False,
    ),
}

# What a column is sorted by, when it is not by what it is filtered on (rules 4.6.5).
TRIS = {
    "groupe_instructeur/id": "groupe_instructeur/label",
    "dossier_labels/label_id": "dossier_labels/nom",
}
