"""The files of a dossier that one of its experts may read."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from domain.avis.models import Avis
from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.fichiers.models import Fichier, Role
from resolvers.bureau.droit_d_expert import (
    decision_connue,
    messagerie_ouverte,
    ouverts,
    se_montre,
)
from resolvers.fichiers import FICHIERS_DU_DOSSIER, MONTRABLES, FichierRow
from resolvers.loader import many
from resolvers.request import Liens, Request
from resolvers.statements import Statement, instant

# The usager's answers, official, of the dossier that is joined: no annotation is among them.
PUBLICS = and_(
    Champ.dossier_id == Dossier.id, ~Champ.prive, Champ.flux == MAIN, Champ.retire_le.is_(None)
)


def hors_dossier(avis_id: int) -> int:
    return -avis_id


_autre = aliased(Avis)
_LISIBLES = or_(
    select(Champ.id).where(Champ.id == Fichier.champ_id, PUBLICS).exists(),
    and_(Fichier.message_id.is_not(None), messagerie_ouverte()),
    select(_autre.id)
    .where(_autre.id == Fichier.avis_id, _autre.dossier_id == Dossier.id, se_montre(_autre))
    .exists(),
    and_(
        Fichier.role.in_((Role.justificatif, Role.attestation)),
        Dossier.state.in_(sorted(TERMINE)),
        decision_connue(),
    ),
)


class FichierDExpert(FichierRow):
    """Its address is the expert's own, and closes with the avis that opened it, whose number is the
    key, or the opposite of the key (`hors_dossier`)."""

    __slots__ = ()

    def url(self, liens: Liens) -> str:
        return liens.fichier_d_avis(abs(self.cle_de), self.cle, self.nom)


FICHIERS_DE_L_AVIS = many(
    "fichiers_de_l_avis",
    Statement(
        ouverts(
            Avis.id.label("cle_de"),
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
        )
        .join(Fichier, Fichier.dossier_id == Dossier.id)
        .where(Fichier.analyse.in_(MONTRABLES), _LISIBLES)
        .order_by(Avis.id, Fichier.id),
        FichierDExpert,
    ),
)


async def fichiers(request: Request, avis_id: int) -> Sequence[FichierRow]:
    """Those that this avis lets its expert read, put where champs and messages look for theirs."""
    lus = await request.load(FICHIERS_DE_L_AVIS, avis_id)
    cle = hors_dossier(avis_id)
    request.receive(FICHIERS_DU_DOSSIER, [cle], [ligne._replace(cle_de=cle) for ligne in lus])
    return lus
