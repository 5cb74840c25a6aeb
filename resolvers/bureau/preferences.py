"""What the caller wants to be told of a démarche: the row that he has of it, or what nobody chose."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Text, select
from sqlalchemy import cast as sql_cast

from domain.badges.models import Preference
from domain.badges.preferences import COURRIELS
from domain.badges.types import DEFAUTS
from resolvers.bureau.onglets import MOI
from resolvers.loader import Loader
from resolvers.statements import Statement, among


class PreferencesRow(NamedTuple):
    cle: int
    dossier_depose: str
    dossier_modifie: str
    message: str
    annotation_instructeur: str
    avis_externe: str
    attente_correction: str
    attente_reponse: str
    attente_avis: str
    courriel_nouveau_dossier: bool
    courriel_nouveau_message: bool
    courriel_nouvel_avis: bool
    courriel_quotidien: bool
    courriel_hebdomadaire: bool
    courriel_expiration: bool
    courriel_expire: bool
    courriel_suppression: bool


_ACQUIS = ("courriel_expiration", "courriel_expire", "courriel_suppression")

# Of who never chose (rules C.2), which is also what the columns have by default.
SANS_CHOIX = PreferencesRow._make(
    (0, *(str(portee) for portee in DEFAUTS.values()), *(nom in _ACQUIS for nom in COURRIELS))
)


def _preferences(rows: Sequence[PreferencesRow]) -> PreferencesRow:
    return rows[0] if rows else SANS_CHOIX


_PORTEES: list[Any] = [
    sql_cast(getattr(Preference, badge), Text).label(str(badge)) for badge in DEFAUTS
]

PREFERENCES: Loader[PreferencesRow, PreferencesRow] = Loader(
    "preferences",
    Statement(
        select(
            Preference.demarche_id.label("cle"),
            *_PORTEES,
            *(getattr(Preference, nom) for nom in COURRIELS),
        ).where(among(Preference.demarche_id), Preference.instructeur_id == MOI),
        PreferencesRow,
    ),
    _preferences,
)
