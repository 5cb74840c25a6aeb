"""Files: their facts. Their bytes are in S3, behind a URL signed when somebody asks for it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from domain.fichiers.models import Analyse, Fichier, Role
from resolvers.dossiers import DossierRow
from resolvers.loader import many
from resolvers.request import Liens
from resolvers.statements import AnySelect, Statement, among, instant

# A file found infected or damaged is not shown to anybody (api 7.5).
MONTRABLES = sorted((Analyse.safe, Analyse.pending))


class FichierRow(NamedTuple):
    cle_de: int
    id: int
    champ_id: int | None
    message_id: int | None
    avis_id: int | None
    stable_id: int | None
    role: str
    cle: str
    nom: str
    type_mime: str
    taille: int
    md5: str
    analyse: str
    cree_le: str

    def url(self, liens: Liens) -> str:
        return liens.fichier(self.cle, self.nom, self.type_mime)


Fichiers = Sequence[FichierRow]


def _fichiers() -> AnySelect:
    return select(
        Fichier.dossier_id.label("cle_de"),
        Fichier.id,
        Fichier.champ_id,
        Fichier.message_id,
        Fichier.avis_id,
        Fichier.stable_id,
        Fichier.role,
        Fichier.cle,
        Fichier.nom,
        Fichier.type_mime,
        Fichier.taille,
        Fichier.md5,
        Fichier.analyse,
        instant(Fichier.cree_le),
    ).where(Fichier.analyse.in_(MONTRABLES))


# All the files of a dossier, wherever they hang: one statement for champs, messages and avis.
FICHIERS_DU_DOSSIER = many(
    "fichiers_du_dossier",
    Statement(_fichiers().where(among(Fichier.dossier_id)).order_by(Fichier.id), FichierRow),
)


def _par(colonne: str) -> AnySelect:
    cle = getattr(Fichier, colonne)
    return _fichiers().with_only_columns(
        cle.label("cle_de"), *list(_fichiers().selected_columns)[1:], maintain_column_froms=True
    )


FICHIERS_DE_LA_DEMARCHE = many(
    "fichiers_de_la_demarche",
    Statement(
        _par("demarche_id").where(among(Fichier.demarche_id)).order_by(Fichier.id), FichierRow
    ),
)

MODELES_DE_LA_REVISION = many(
    "modeles_de_la_revision",
    Statement(
        _par("revision_id").where(among(Fichier.revision_id)).order_by(Fichier.id), FichierRow
    ),
)


def du_champ(champ_id: int | None, fichiers: Fichiers) -> list[FichierRow]:
    return [f for f in fichiers if champ_id is not None and f.champ_id == champ_id]


def premier(fichiers: Fichiers) -> FichierRow | None:
    """What the deprecated single fields show (api 7.5)."""
    return fichiers[0] if fichiers else None


def avec_role(role: Role) -> Callable[[object, Fichiers], FichierRow | None]:
    """The file that plays `role`, the latest when there were several."""

    def dernier(_: object, fichiers: Fichiers) -> FichierRow | None:
        return next((f for f in reversed(fichiers) if f.role == role), None)

    return dernier


def attestation(dossier: DossierRow, fichiers: Fichiers) -> FichierRow | None:
    """Only of a decision that stands: the document of one undone is not shown (api 7.3)."""
    if dossier.state not in ("accepte", "refuse"):
        return None
    return avec_role(Role.attestation)(dossier, fichiers)


def justificatif(dossier: DossierRow, fichiers: Fichiers) -> FichierRow | None:
    if dossier.state not in ("accepte", "refuse", "sans_suite"):
        return None
    return avec_role(Role.justificatif)(dossier, fichiers)
