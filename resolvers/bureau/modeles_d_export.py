"""Templates of exports, for the members of the groupes that may use them; and the columns that they may choose."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BigInteger, and_, any_, bindparam, or_, select
from sqlalchemy.orm import aliased

from domain.demarches.models import Etat
from domain.exports.modeles import ModeleDExport
from domain.groupes_instructeurs.models import GroupeInstructeur
from exports.archive.apercu import apercu
from exports.archive.modele import lire_modele
from exports.archive.verification import ecrire_contenu, erreurs, nom_de_piece, par_defaut
from exports.colonnes.formulaires import Fusion, fusionner
from exports.colonnes.offre import Offerte, offre
from exports.colonnes.reglages import reglages
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.formulaires import FORMULAIRE, REVISIONS_DE_LA_DEMARCHE
from resolvers.groupes_instructeurs import GROUPES_DE_LA_DEMARCHE
from resolvers.loader import Loader, many, one
from resolvers.request import Request
from resolvers.statements import AnySelect, Statement, among
from resolvers.visibilite import de_mes_groupes


class ModeleRow(NamedTuple):
    cle_de: int
    id: int
    nom: str
    format: str
    partage: bool
    contenu: Mapping[str, Any]
    groupe_instructeur_id: int
    modifiable: bool

    @property
    def colonnes(self) -> list["ColonneRow"] | None:
        colonnes = self.contenu.get("colonnes")
        return None if colonnes is None else [ColonneRow(c["colonne"], c["libelle"]) for c in colonnes]  # fmt: skip

    @property
    def archive(self) -> Mapping[str, Any] | None:
        return None if "colonnes" in self.contenu else self.contenu


class ColonneRow(NamedTuple):
    colonne: str
    libelle: str


_AUTRE = aliased(GroupeInstructeur)


def _modeles(cle: Any) -> AnySelect:
    """Those of one's groupes; and those that another groupe of a démarche of one's shares."""
    mien = de_mes_groupes(ModeleDExport)
    de_ma_demarche = select(_AUTRE.demarche_id).where(
        _AUTRE.id == any_(bindparam("mes_groupes", None, type_=ARRAY(BigInteger)))
    )
    partage = and_(ModeleDExport.partage, GroupeInstructeur.demarche_id.in_(de_ma_demarche))
    return (
        select(
            cle.label("cle_de"),
            ModeleDExport.id,
            ModeleDExport.nom,
            ModeleDExport.format,
            ModeleDExport.partage,
            ModeleDExport.contenu,
            ModeleDExport.groupe_instructeur_id,
            mien.label("modifiable"),
        )
        .join(GroupeInstructeur, GroupeInstructeur.id == ModeleDExport.groupe_instructeur_id)
        .where(among(cle), or_(mien, partage))
    )


MODELE: Loader[ModeleRow, ModeleRow | None] = one(
    "modele_d_export", Statement(_modeles(ModeleDExport.id), ModeleRow)
)
MODELES_DE_LA_DEMARCHE = many(
    "modeles_d_export_de_la_demarche",
    Statement(
        _modeles(GroupeInstructeur.demarche_id).order_by(
            GroupeInstructeur.demarche_id, ModeleDExport.nom, ModeleDExport.id
        ),
        ModeleRow,
    ),
)


# --- what may be chosen ----------------------------------------------------------------------------


class PieceOfferte(NamedTuple):
    champ: int
    libelle: str
    nom: str


async def colonnes_offertes(request: Request, demarche: DemarcheDuBureauRow) -> list[Offerte]:
    """In the order of a new template (rules E.2)."""
    groupes = await request.load(GROUPES_DE_LA_DEMARCHE, demarche.id)
    decisifs = reglages(
        pour_individu=demarche.pour_individu,
        options=demarche.options,
        sva_svr=demarche.sva_svr,
        chorus=demarche.chorus,
        groupes=len(groupes),
    )
    return list(offre(decisifs, await _fusion(request, demarche)).values())


async def pieces_offertes(request: Request, demarche: DemarcheDuBureauRow) -> list[PieceOfferte]:
    fusion = await _fusion(request, demarche)
    return [
        PieceOfferte(champ.stable_id, champ.libelle, nom_de_piece(champ))
        for champ in fusion.avec_pieces()
    ]


class Apercu(NamedTuple):
    chemins: list[str]
    erreurs: list[str]


async def apercu_d_archive(
    request: Request, demarche: DemarcheDuBureauRow, *, archive: Mapping[str, Any] | None = None
) -> Apercu:
    """Of what is being written, kept nowhere yet; null, of what a new template begins with."""
    champs = (await _fusion(request, demarche)).avec_pieces()
    contenu = par_defaut(champs) if archive is None else ecrire_contenu(archive)
    if trouvees := list(erreurs(contenu, champs)):
        return Apercu([], trouvees)
    modele = lire_modele(contenu)
    return Apercu(apercu(modele, champs, pour_individu=demarche.pour_individu), [])


async def _fusion(request: Request, demarche: DemarcheDuBureauRow) -> Fusion:
    revisions = await request.load(REVISIONS_DE_LA_DEMARCHE, demarche.id)
    brouillon = demarche.etat == Etat.brouillon
    voulues = sorted(
        (r for r in revisions if r.publiee_le is not None or brouillon),
        key=lambda r: (r.publiee_le is None, r.id),
    )
    connus = await request.load_all(FORMULAIRE, [r.id for r in voulues])
    return fusionner([connus[r.id] for r in voulues])
