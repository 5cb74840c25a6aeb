"""The short form of `make chaos`: six deaths while sixty dossiers are decided."""

from random import Random

from server.settings import Settings
from tests.chaos.decideurs import Decideurs
from tests.chaos.epreuve import Epreuve
from tests.chaos.figures import figures
from tests.chaos.monde import peupler
from tests.chaos.pile import pile

DOSSIERS, MORTS, GRAINE = 60, 6, 20261122
S3 = ("s3_endpoint_url", "s3_access_key_id", "s3_secret_access_key")


def test_what_was_acknowledged_happened_once_whatever_died(stack: Settings) -> None:
    adresses = {nom.upper(): stack.require(nom) for nom in S3}
    with pile(**adresses) as montee:
        monde = peupler(montee.settings, montee.folder, dossiers=DOSSIERS)
        montee.demarrer()
        epreuve = Epreuve(montee, monde, Decideurs(montee.url, monde, GRAINE), Random(GRAINE))
        epreuve.traverser(MORTS)
        epreuve.reposer()
        manquees = [str(figure) for figure in figures(epreuve) if not figure.ok]
    assert epreuve.decideurs.fausses == []
    assert manquees == []
    assert epreuve.morts.total() == MORTS
