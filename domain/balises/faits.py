"""What tags are valued with. All of it was loaded before: valuing asks nothing of anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.demarches.models import Demarche
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.formulaires.formulaire import Cle, Formulaire
from domain.formulaires.reponses import Reponse
from domain.groupes_instructeurs.contacts import ContactDeGroupe


class Lien(NamedTuple):
    """A value that is an address: shown as a link where links are, as the address elsewhere."""

    url: str
    libelle: str


Valeur = str | Lien


@dataclass(frozen=True, kw_only=True)
class Liens:
    """Where the usager finds his dossier, and what hangs on it; '' where there is nothing."""

    dossier: str = ""
    attestation: str = ""
    justificatif: str = ""


@dataclass(frozen=True, kw_only=True)
class Faits:
    """One dossier as a template may speak of it. `reponses` holds the champs that the template names,
    and no other: an annotation privée that no template asks for is not even read. `usager` is the
    address of who filed it, while the account lives."""

    dossier: Dossier
    demarche: Demarche
    service: str | None = None
    groupe: str | None = None
    contact: ContactDeGroupe | None = None
    usager: str | None = None
    individu: Individu | None = None
    etablissement: Etablissement | None = None
    liens: Liens = field(default_factory=Liens)
    formulaire: Formulaire | None = None
    reponses: Mapping[Cle, Reponse] = field(default_factory=dict)

    @property
    def contact_du_groupe(self) -> str | None:
        return self.contact.nom if self.contact else None
