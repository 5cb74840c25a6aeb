"""Exports, for whoever may be told of them: a token that runs the whole démarche, and those whose groupes
are all of the export's (rules 8.1.8)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from domain.comptes.models import Administrateur, Compte, Instructeur
from domain.exports.models import TYPES_MIME, Export, Format, Nature
from domain.fichiers.models import Analyse, Role
from domain.presentations.onglets import Onglet
from resolvers.fichiers import FichierRow
from resolvers.loader import Loader, many, one
from resolvers.statements import AnySelect, Statement, among, instant

ICI = (
    "interval '1 hour'"  # how long the end of one's export is told where it was asked (rules 8.1.8)
)


class ExportRow(NamedTuple):
    cle_de: int
    id: int
    format: str
    onglet: str | None
    avec_archives: bool
    periode: str
    mois: date | None
    etat: str
    nombre: int
    faits: int
    manquants: int
    erreur: str | None
    nom: str
    objet: str | None
    taille: int | None
    md5: str | None
    demande_le: str
    termine_le: str | None
    expire_le: str | None
    manifeste: str | None
    signature: str | None
    email: str | None
    mien: bool
    recent: bool

    @property
    def fichier(self) -> FichierRow | None:
        """Its bytes are ours: safe without being scanned (rules 8.1.10)."""
        if self.objet is None or self.termine_le is None:
            return None
        return FichierRow(
            cle_de=self.cle_de, id=self.id, champ_id=None, message_id=None, avis_id=None, stable_id=None,
            role=Role.piece.value, cle=self.objet, nom=self.nom, type_mime=TYPES_MIME[Format(self.format)],
            taille=self.taille or 0, md5=self.md5 or "", analyse=Analyse.safe.value, cree_le=self.termine_le,
        )  # fmt: skip


def _de_mes_groupes() -> ColumnElement[bool]:
    miens = bindparam("mes_groupes", None, type_=ARRAY(BigInteger))
    return and_(
        ~Export.entiere, func.cardinality(Export.groupes) > 0, Export.groupes.contained_by(miens)
    )


def accessible() -> ColumnElement[bool]:
    entiere = Export.demarche_id == any_(
        bindparam("demarches_entieres", None, type_=ARRAY(BigInteger))
    )
    return or_(entiere, _de_mes_groupes())


_de_l_instructeur, _de_l_administrateur = aliased(Compte), aliased(Compte)


def _exports(cle: Any) -> AnySelect:
    moi: Any = bindparam("mon_instructeur", None, type_=BigInteger)
    return (
        select(
            cle.label("cle_de"),
            Export.id,
            Export.format,
            Export.onglet,
            Export.avec_archives,
            Export.periode,
            Export.mois,
            Export.etat,
            Export.nombre,
            Export.faits,
            Export.manquants,
            Export.erreur,
            Export.nom,
            Export.objet,
            Export.taille,
            Export.md5,
            instant(Export.demande_le),
            instant(Export.termine_le),
            instant(Export.expire_le),
            Export.manifeste,
            Export.signature,
            func.coalesce(
                cast(_de_l_instructeur.email, Text), cast(_de_l_administrateur.email, Text)
            ).label("email"),
            func.coalesce(Export.instructeur_id == moi, False).label("mien"),
            (Export.demande_le > func.now() - literal_column(ICI)).label("recent"),
        )
        .outerjoin(Instructeur, Instructeur.id == Export.instructeur_id)
        .outerjoin(_de_l_instructeur, _de_l_instructeur.id == Instructeur.compte_id)
        .outerjoin(Administrateur, Administrateur.id == Export.administrateur_id)
        .outerjoin(_de_l_administrateur, _de_l_administrateur.id == Administrateur.compte_id)
        .where(among(cle), accessible())
    )


EXPORT: Loader[ExportRow, ExportRow | None] = one(
    "export", Statement(_exports(Export.id), ExportRow)
)


def _de_nature(nature: Nature) -> Loader[ExportRow, Sequence[ExportRow]]:
    return many(
        f"exports_{nature}",
        Statement(
            _exports(Export.demarche_id)
            .where(Export.nature == nature)
            .order_by(Export.demarche_id, Export.demande_le.desc(), Export.id.desc()),
            ExportRow,
        ),
    )


EXPORTS_DE_LA_DEMARCHE = _de_nature(Nature.demande)
ARCHIVES_DE_LA_DEMARCHE = _de_nature(Nature.archive)
EXPORTS_PROGRAMMES = _de_nature(Nature.programme)


def dernier(_: object, exports: Sequence[ExportRow], onglet: Onglet | None = None) -> Any:
    """The last one that who asks demanded from this tab, for an hour."""
    return next((e for e in exports if e.mien and e.recent and e.onglet == onglet), None)
