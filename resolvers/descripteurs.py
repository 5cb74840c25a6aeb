"""The fields of a form as the API describes them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.geographie import departements, pays, regions
from domain.geographie.departements import Departement
from domain.geographie.pays import Pays
from domain.geographie.regions import Region
from resolvers.demarches import DemarcheRow
from resolvers.fichiers import FichierRow, Fichiers
from resolvers.formulaires import FORMULAIRE, REVISIONS_DE_LA_DEMARCHE, RevisionRow, active
from resolvers.request import Request


class DescripteurVu(NamedTuple):
    formulaire: Formulaire
    descripteur: Descripteur

    @property
    def revision_id(self) -> int:
        return self.formulaire.revision_id

    @property
    def enfants(self) -> list["DescripteurVu"]:
        """The fields of a repetition, by position."""
        enfants = self.formulaire.enfants.get(self.descripteur.stable_id, ())
        return _vus(self.formulaire, enfants)

    @property
    def options(self) -> list[str]:
        return [str(option) for option in self.descripteur.options.get("options") or ()]

    @property
    def niveau(self) -> int:
        return self.formulaire.niveau(self.descripteur)


def _vus(formulaire: Formulaire, descripteurs: Sequence[Descripteur]) -> list[DescripteurVu]:
    return [DescripteurVu(formulaire, descripteur) for descripteur in descripteurs]


def champs(_: Any, formulaire: Formulaire) -> list[DescripteurVu]:
    return _vus(formulaire, formulaire.champs)


class RevisionVue(NamedTuple):
    """A revision, and whether the caller may know of its annotations (api 7.2)."""

    revision: RevisionRow
    montre_annotations: bool

    @property
    def id(self) -> int:
        return self.revision.id


def vue(demarche: DemarcheRow, revision: RevisionRow | None) -> RevisionVue | None:
    if revision is None:
        return None
    return RevisionVue(revision, demarche.accessible or demarche.opendata)


def annotations(revision: RevisionVue, formulaire: Formulaire) -> list[DescripteurVu]:
    return _vus(formulaire, formulaire.annotations) if revision.montre_annotations else []


async def _active(request: Request, demarche: DemarcheRow) -> tuple[RevisionVue, Formulaire] | None:
    revisions = await request.load(REVISIONS_DE_LA_DEMARCHE, demarche.id)
    revision = vue(demarche, active(revisions))
    return None if revision is None else (revision, await request.load(FORMULAIRE, revision.id))


async def champs_actifs(request: Request, demarche: DemarcheRow) -> list[DescripteurVu]:
    trouvee = await _active(request, demarche)
    return champs(*trouvee) if trouvee else []


async def annotations_actives(request: Request, demarche: DemarcheRow) -> list[DescripteurVu]:
    trouvee = await _active(request, demarche)
    return annotations(*trouvee) if trouvee else []


def modele(descripteur: DescripteurVu, modeles: Fichiers) -> FichierRow | None:
    """The file that people fill in and send back."""
    stable_id = descripteur.descripteur.stable_id
    return next((f for f in modeles if f.stable_id == stable_id), None)


def tous_les_pays(_: Any) -> Sequence[Pays]:
    return pays.tous()


def toutes_les_regions(_: Any) -> Sequence[Region]:
    return regions.tous()


def tous_les_departements(_: Any) -> Sequence[Departement]:
    return departements.tous()
