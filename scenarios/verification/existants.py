"""What the database holds already of what a scenario names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session

from domain.comptes.models import Administrateur, Compte, Expert, Instructeur
from domain.comptes.roles import Role
from domain.demarches.creation import chemin_de
from domain.demarches.models import Chemin, Demarche
from domain.dossiers.models import Dossier, DossierSupprime
from scenarios.format.scenario import Scenario

PROFILS: dict[Role, type[Instructeur | Administrateur | Expert]] = {
    Role.instructeur: Instructeur,
    Role.administrateur: Administrateur,
    Role.expert: Expert,
}


@dataclass
class Existants:
    roles: Mapping[str, set[Role]] = field(default_factory=dict)
    demarches: set[int] = field(default_factory=set)
    dossiers: set[int] = field(default_factory=set)
    chemins: set[str] = field(default_factory=set)


def lire_existants(session: Session, scenario: Scenario) -> Existants:
    numeros = {d.number for demarche in scenario.demarches for d in demarche.dossiers if d.number}
    demarches = {d.number for d in scenario.demarches if d.number}
    demarches |= {int(d) for j in scenario.jetons for d in j.demarches or () if d.isdecimal()}
    return Existants(
        roles=_roles(session, set(emails(scenario))),
        demarches=set(session.scalars(select(Demarche.id).where(Demarche.id.in_(demarches)))),
        dossiers=set(session.scalars(_numeros_pris(numeros))),
        chemins=set(
            session.scalars(
                select(Chemin.chemin).where(
                    Chemin.chemin.in_([chemin_de(d.cle) for d in scenario.demarches])
                )
            )
        ),
    )


def _numeros_pris(numeros: Iterable[int]) -> Select[tuple[int]]:
    """A purged dossier keeps its number: its trace says so for ever."""
    numeros = list(numeros)
    pris = union(
        select(Dossier.id).where(Dossier.id.in_(numeros)),
        select(DossierSupprime.dossier_number).where(DossierSupprime.dossier_number.in_(numeros)),
    ).subquery()
    return select(pris.c[0])


def _roles(session: Session, adresses: set[str]) -> dict[str, set[Role]]:
    comptes = select(Compte.id, Compte.email).where(Compte.email.in_(adresses))
    trouves = {ligne.id: ligne.email for ligne in session.execute(comptes)}
    roles = {email: {Role.usager} for email in trouves.values()}
    for role, profil in PROFILS.items():
        porteurs = select(profil.compte_id).where(profil.compte_id.in_(trouves))
        for compte_id in session.scalars(porteurs):
            roles[trouves[compte_id]].add(role)
    return roles


def emails(scenario: Scenario) -> Iterator[str]:
    """Every address that the file names as an account."""
    yield from (compte.email for compte in scenario.comptes)
    yield from (jeton.administrateur for jeton in scenario.jetons)
    for demarche in scenario.demarches:
        yield from (*demarche.administrateurs, *(demarche.instructeurs or ()), *demarche.experts)
        for groupe in demarche.groupes or ():
            yield from groupe.instructeurs
        for dossier in demarche.dossiers:
            yield from (dossier.usager, *dossier.suivi_par)
            if dossier.traite_par:
                yield dossier.traite_par
            yield from (message.de for message in dossier.messages if "@" in message.de)
            for avis in dossier.avis:
                yield from (avis.expert, avis.demandeur)
