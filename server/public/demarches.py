"""The démarche that a public address names: found by anybody, when it is anybody's to see."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from domain import identifiants
from domain.demarches.creation import chemin_de
from domain.demarches.models import Chemin, Demarche, Etat
from resolvers.snapshot import Snapshot
from resolvers.statements import Statement
from server.public.refus import inconnue
from server.resources import Resources

OUVERTES = frozenset({Etat.publiee, Etat.brouillon})


class Publique(NamedTuple):
    """`chemin` is the present one; a former path leads here too."""

    id: int
    etat: str
    opendata: bool
    chemin: str | None


_chemin = (
    select(Chemin.chemin)
    .where(Chemin.demarche_id == Demarche.id)
    .order_by(Chemin.cree_le.desc(), Chemin.chemin)
    .limit(1)
    .scalar_subquery()
)
_demarches = select(Demarche.id, Demarche.etat, Demarche.opendata, _chemin.label("chemin")).where(
    Demarche.supprimee_le.is_(None)
)

PAR_NUMERO = Statement(_demarches.where(Demarche.id == bindparam("numero", None)), Publique)
PAR_CHEMIN = Statement(
    _demarches.where(
        Demarche.id
        == select(Chemin.demarche_id)
        .where(Chemin.chemin == bindparam("nomme", None))
        .scalar_subquery()
    ),
    Publique,
)


async def par_numero(resources: Resources, texte: str) -> Publique:
    """Raises PubliqueRefusee."""
    numero = identifiants.numero(texte)
    if numero is None:
        raise inconnue(texte)
    return await _trouver(resources, PAR_NUMERO, texte, numero=numero)


async def par_chemin(resources: Resources, texte: str) -> Publique:
    """Whatever its case, and the spaces around it. Raises PubliqueRefusee."""
    if "\0" in texte:
        raise inconnue(texte)
    return await _trouver(resources, PAR_CHEMIN, texte, nomme=chemin_de(texte))


async def _trouver(
    resources: Resources, statement: Statement[Publique], texte: str, **parametres: object
) -> Publique:
    async with Snapshot(resources.reading) as snapshot:
        trouvees = await snapshot.rows(statement, parametres)
    if not trouvees:
        raise inconnue(texte)
    return trouvees[0]
