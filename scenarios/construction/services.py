from collections.abc import Mapping, Sequence

from sqlalchemy import select

from domain.services.models import Service
from scenarios.construction.monde import Monde
from scenarios.format.comptes import Service as Forme
from scenarios.format.scenario import Scenario


def batir_services(monde: Monde, scenario: Scenario) -> Mapping[str, int]:
    """Each service, by `cle`. It is its administrateur's, whom the démarche that uses it tells; one
    that he has already under this name is brought up to date."""
    numeros: dict[str, int] = {}
    for rang, forme in enumerate(scenario.services):
        monde.ici = ("services", rang)
        proprietaire = _proprietaire(monde, scenario, forme)
        if proprietaire is None:
            continue  # nobody to give it to, and nothing points at it
        service = monde.tx.session.scalar(
            select(Service).where(
                Service.administrateur_id == proprietaire, Service.nom == forme.nom
            )
        )
        if service is None:
            service = Service(administrateur_id=proprietaire)
            monde.tx.add(service)
        for nom, valeur in forme.model_dump(exclude={"cle"}).items():
            setattr(service, nom, valeur)
        monde.tx.flush()
        numeros[forme.cle] = service.id
    return numeros


def _proprietaire(monde: Monde, scenario: Scenario, forme: Forme) -> int | None:
    candidats: Sequence[str] = [
        email for d in scenario.demarches if d.service == forme.cle for email in d.administrateurs
    ] or [compte.email for compte in scenario.comptes]
    profils = (monde.profils[email].administrateur for email in candidats)
    return next((profil.id for profil in profils if profil is not None), None)
