"""What protects an account, and who opened it lately: shown to its owner alone, by `moi`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, select

from domain.comptes.models import Compte, IdentiteFranceConnect
from domain.identites.models import IdentiteProConnect
from domain.seconds_facteurs.models import CodeDeSecours, SecondFacteur
from domain.sessions.models import Connexion, Moyen
from resolvers.loader import many, one
from resolvers.statements import Statement, among, instant

RECENTES = 20


class SecondFacteurRow(NamedTuple):
    cle: int
    confirme_le: str
    codes_restants: int


class ConnexionRow(NamedTuple):
    cle: int
    le: str
    moyen: str
    second_facteur: bool
    navigateur: str
    adresse: str


class MoyensRow(NamedTuple):
    cle: int
    mot_de_passe: bool
    pro_connect: bool
    france_connect: bool


_restants = (
    select(func.count())
    .where(CodeDeSecours.compte_id == SecondFacteur.compte_id, CodeDeSecours.utilise_le.is_(None))
    .correlate(SecondFacteur)
    .scalar_subquery()
)

SECOND_FACTEUR = one(
    "second_facteur",
    Statement(
        select(
            SecondFacteur.compte_id.label("cle"),
            instant(SecondFacteur.confirme_le),
            _restants.label("codes_restants"),
        ).where(among(SecondFacteur.compte_id), SecondFacteur.confirme_le.is_not(None)),
        SecondFacteurRow,
    ),
)

# The limit is of the whole statement: one account is asked for at a time, whoever is signed in.
CONNEXIONS_RECENTES = many(
    "connexions_recentes",
    Statement(
        select(
            Connexion.compte_id.label("cle"),
            instant(Connexion.le),
            Connexion.moyen,
            Connexion.second_facteur,
            Connexion.navigateur,
            func.host(Connexion.adresse).label("adresse"),
        )
        .where(among(Connexion.compte_id))
        .order_by(Connexion.id.desc())
        .limit(RECENTES),
        ConnexionRow,
    ),
)


def _connu(table: Any) -> ColumnElement[bool]:
    return exists().where(table.compte_id == Compte.id)


MOYENS = one(
    "moyens_de_connexion",
    Statement(
        select(
            Compte.id.label("cle"),
            Compte.mot_de_passe_hash.is_not(None).label("mot_de_passe"),
            _connu(IdentiteProConnect).label("pro_connect"),
            _connu(IdentiteFranceConnect).label("france_connect"),
        ).where(among(Compte.id)),
        MoyensRow,
    ),
)


def moyens(_: object, lus: MoyensRow | None) -> Sequence[Moyen]:
    possibles = (Moyen.mot_de_passe, Moyen.pro_connect, Moyen.france_connect)
    return [moyen for moyen in possibles if getattr(lus, moyen, False)]
