"""The tab « avis externes », as it is read; asking and answering are elsewhere."""

import strawberry

from schema.avis import Avis
from schema.fields import column, computed


@strawberry.type(description="Un avis, tel que les instructeurs du dossier le voient.")
class AvisDuBureau:
    avis: Avis = column("L’avis.", "avis")
    nouveau: bool = column("Vrai s’il a été rendu depuis ma dernière visite.", "nouveau")
    confidentiel: bool = computed(
        "Vrai si les autres experts ne le lisent pas.", lambda vu: vu.avis.confidentiel
    )
    revoque: bool = computed(
        "Vrai si la demande a été retirée à l’expert.", lambda vu: vu.avis.revoque_le is not None
    )
