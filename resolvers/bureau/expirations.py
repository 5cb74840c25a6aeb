"""What is about to end on a démarche, for who instructs it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ARRAY, BigInteger, DateTime, any_, bindparam, or_

from domain.calendrier import PARIS, plus_jours
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.expirations.familles import CORBEILLE, PREAVIS
from domain.expirations.models import AnnonceDExpiration
from domain.expirations.prevision import Annonce, Prevu, Terme, annonces, prevus, termes
from resolvers.request import Request
from resolvers.statements import Statement, among

LIMITE = 500  # dossiers of one answer, those nearest to their end

_LISTE = ARRAY(BigInteger)


def _instant(nom: str) -> Any:
    return bindparam(nom, None, type_=DateTime(timezone=True))


_TERMES = Statement(
    termes(
        Dossier.demarche_id == bindparam("demarche", None, type_=BigInteger),
        Dossier.groupe_instructeur_id == any_(bindparam("mes_groupes", None, type_=_LISTE)),
        Dossier.state != State.brouillon,
        # What an usager has thrown away before its examination is not shown to instructeurs.
        or_(
            Dossier.visible_par_administration,
            Dossier.cache_par_expiration_le.is_not(None),
            Dossier.cache_par_administration_le.is_not(None),
        ),
        fin=_instant("fin"),
        corbeille=_instant("corbeille"),
    ).limit(LIMITE),
    Terme,
    kept=False,
)
_ANNONCES = Statement(annonces(among(AnnonceDExpiration.dossier_id)), Annonce)


async def de_la_demarche(request: Request, demarche: Any, *, jusqu_a: date) -> list[Prevu]:
    """Until the end of that day, in Paris."""
    demain = datetime.combine(jusqu_a + timedelta(days=1), time(), PARIS)
    fin = demain - timedelta(microseconds=1)
    lus = await request.snapshot.rows(
        _TERMES,
        {
            **request.viewer.parameters,
            "demarche": demarche.id,
            "fin": plus_jours(fin, PREAVIS),
            "corbeille": plus_jours(fin, -CORBEILLE),
        },
    )
    dites = await request.snapshot.rows(_ANNONCES, {"cles": [terme.id for terme in lus]})
    return prevus(lus, dites, jusqu_a=fin, at=request.now)
