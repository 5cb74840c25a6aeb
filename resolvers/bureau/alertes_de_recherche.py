"""Why a number is not found, for who has a right to know: of his démarches only (rules 3.18.4)."""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, bindparam, or_, select
from sqlalchemy.orm import aliased

from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier, DossierSupprime
from domain.dossiers.states import TERMINE
from domain.groupes_instructeurs.models import GroupeInstructeur
from resolvers.bureau.demarche import un_groupe_est_mien
from resolvers.request import Request
from resolvers.statements import Statement
from resolvers.supprimes import DossierSupprimeRow, supprimes
from resolvers.visibilite import de_mes_groupes


class NatureDAlerte(StrEnum):
    supprime = "supprime"
    corbeille = "corbeille"
    autre_groupe = "autre_groupe"


PHRASES = {
    NatureDAlerte.supprime: "Le dossier n° {numero} a été supprimé définitivement",
    NatureDAlerte.corbeille: "Le dossier n° {numero} est dans la corbeille de la démarche « {demarche} »",
    NatureDAlerte.autre_groupe: "Le dossier n° {numero} de la démarche « {demarche} » est confié au groupe "
    "« {groupe} », dont vous n’êtes pas membre",
}


class Alerte(NamedTuple):
    nature: NatureDAlerte
    numero: int
    demarche_id: int
    demarche: str
    groupe: str | None
    trace: DossierSupprimeRow | None

    @property
    def message(self) -> str:
        return PHRASES[self.nature].format(
            numero=self.numero, demarche=self.demarche, groupe=self.groupe
        )


class AilleursRow(NamedTuple):
    id: int
    demarche_id: int
    demarche: str
    groupe: str
    mien: bool


class TraceRow(NamedTuple):
    """A DossierSupprimeRow, and its démarche."""

    id: int
    number: int
    state: str
    raison: str
    le: str
    purge: bool
    demarche_id: int
    demarche: str


def _numero() -> ColumnElement[Any]:
    return bindparam("numero", None, type_=BigInteger)


# Its own groupe: that of the right is another one.
_Groupe = aliased(GroupeInstructeur)

# The bin is that of rules 4.3: decided and thrown away, or expired.
_jete = or_(
    Dossier.cache_par_administration_le.is_not(None) & Dossier.state.in_(sorted(TERMINE)),
    Dossier.cache_par_expiration_le.is_not(None),
)
AILLEURS = Statement(
    select(
        Dossier.id,
        Dossier.demarche_id,
        Demarche.libelle.label("demarche"),
        _Groupe.label.label("groupe"),
        de_mes_groupes(Dossier).label("mien"),
    )
    .join(Demarche, Demarche.id == Dossier.demarche_id)
    .join(_Groupe, _Groupe.id == Dossier.groupe_instructeur_id)
    .where(
        Dossier.id == _numero(),
        Demarche.supprimee_le.is_(None),
        Dossier.state != "brouillon",
        un_groupe_est_mien(),
        or_(
            de_mes_groupes(Dossier) & _jete,
            ~de_mes_groupes(Dossier) & Dossier.visible_par_administration,
        ),
    ),
    AilleursRow,
)
TRACE = Statement(
    supprimes()
    .add_columns(DossierSupprime.demarche_id, Demarche.libelle.label("demarche"))
    .join(Demarche, Demarche.id == DossierSupprime.demarche_id)
    .where(
        DossierSupprime.dossier_number == _numero(),
        Demarche.supprimee_le.is_(None),
        un_groupe_est_mien(),
    ),
    TraceRow,
)


async def alerte_du_numero(request: Request, numero: int | None) -> Alerte | None:
    """None when it never was, and when it is none of the caller's business: nobody can tell which."""
    parametres = {**request.viewer.parameters, "numero": numero}
    ailleurs, traces = await request.snapshot.together(
        [(AILLEURS, parametres), (TRACE, parametres)]
    )
    for trouve in ailleurs:
        nature = NatureDAlerte.corbeille if trouve.mien else NatureDAlerte.autre_groupe
        return Alerte(nature, trouve.id, trouve.demarche_id, trouve.demarche, trouve.groupe, None)
    for trace in traces:
        ligne = DossierSupprimeRow(*trace[: len(DossierSupprimeRow._fields)])
        return Alerte(
            NatureDAlerte.supprime, trace.number, trace.demarche_id, trace.demarche, None, ligne
        )
    return None
