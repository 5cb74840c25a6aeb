"""The whole world, in the order that its parts need."""

from dataclasses import dataclass
from typing import Any

from domain.comptes.models import Administrateur
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.jetons import creation as jetons
from scenarios.construction.comptes import reunir_comptes, supprimer_comptes
from scenarios.construction.demarches import batir_demarche, fermer
from scenarios.construction.dossiers import batir_dossier
from scenarios.construction.monde import Monde
from scenarios.construction.numeros import Numeros
from scenarios.construction.services import batir_services
from scenarios.generation.generer import generer
from scenarios.plan import Plan
from scenarios.verification.existants import emails


@dataclass(frozen=True)
class Resultat:
    """What the file's own names have become: token texts, numbers."""

    jetons: dict[str, str]
    dossiers: dict[str, int]
    demarches: dict[str, int]
    total: int
    """How many dossiers were made, those without a `cle` and the generated ones included."""

    def donnees(self) -> dict[str, Any]:
        return {"jetons": self.jetons, "dossiers": self.dossiers, "demarches": self.demarches}


def batir(monde: Monde, plan: Plan) -> Resultat:
    scenario = plan.scenario
    reunir_comptes(monde, scenario.comptes, set(emails(scenario)))
    services = batir_services(monde, scenario)
    numeros = _numeroter_demarches(monde, plan)
    dossiers = _numeroter_dossiers(monde, plan)
    for rang, demarche in enumerate(plan.demarches):
        monde.ici = demarche.chemin
        service = demarche.forme.service
        batie = batir_demarche(
            monde, demarche, number=numeros[rang],
            service_id=services.get(service) if service else None,
        )  # fmt: skip
        monde.demarches[demarche.forme.cle] = batie
        for numero, dossier in enumerate(demarche.dossiers):
            monde.ici = dossier.chemin
            batir_dossier(monde, batie, dossier, number=dossiers[rang, numero])
        monde.ici = (*demarche.chemin, "generer")
        if demarche.forme.generer is not None:
            generer(monde, batie, demarche.forme.generer)
        fermer(batie)
    supprimer_comptes(monde, scenario.comptes)
    for number, modifie_le in monde.dates_imposees.items():
        if number in monde.batis:
            monde.batis[number].modifie_le = modifie_le
    textes = _creer_jetons(monde, plan)
    monde.tx.flush()
    return Resultat(
        jetons=textes,
        dossiers=monde.dossiers,
        demarches={cle: batie.demarche.id for cle, batie in monde.demarches.items()},
        total=len(dossiers)
        + sum(d.forme.generer.dossiers for d in plan.demarches if d.forme.generer),
    )


def _numeroter_demarches(monde: Monde, plan: Plan) -> list[int]:
    donnes = [demarche.forme.number for demarche in plan.demarches]
    suite = Numeros(monde.tx, Demarche, {number for number in donnes if number})
    libres = suite.prendre(donnes.count(None))
    return [number or next(libres) for number in donnes]


def _numeroter_dossiers(monde: Monde, plan: Plan) -> dict[tuple[int, int], int]:
    """By rank of the démarche and of the dossier. Those with a `cle` are kept by it."""
    lieux = {
        (rang, numero): dossier.forme
        for rang, demarche in enumerate(plan.demarches)
        for numero, dossier in enumerate(demarche.dossiers)
    }
    donnes = {forme.number for forme in lieux.values() if forme.number}
    suite = Numeros(monde.tx, Dossier, donnes)
    libres = suite.prendre(sum(forme.number is None for forme in lieux.values()))
    numeros = {lieu: forme.number or next(libres) for lieu, forme in lieux.items()}
    monde.dossiers = {forme.cle: numeros[lieu] for lieu, forme in lieux.items() if forme.cle}
    return numeros


def _creer_jetons(monde: Monde, plan: Plan) -> dict[str, str]:
    numeros = {cle: batie.demarche.id for cle, batie in monde.demarches.items()}
    textes = {}
    for rang, forme in enumerate(plan.scenario.jetons):
        monde.ici = ("jetons", rang)
        proprietaire = monde.profils[forme.administrateur].administrateur
        assert isinstance(proprietaire, Administrateur)  # the checks asked for the role
        portee = None
        if forme.demarches is not None:
            portee = [numeros[cle] if cle in numeros else int(cle) for cle in forme.demarches]
        textes[forme.nom] = jetons.creer(
            monde.tx, administrateur=proprietaire, nom=forme.nom, ecriture=forme.ecriture,
            demarches=portee, reseaux=forme.reseaux, expire_le=forme.expire_le,
            at=monde.maintenant,
        )  # fmt: skip
    return textes
