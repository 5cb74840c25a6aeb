"""The rows of `champs` of a dossier, and what hangs on them."""

from collections.abc import Mapping
from datetime import datetime

from domain.dossiers.champs import Champ, EtatExterne, SourceGeo, ZoneGeo
from domain.dossiers.models import Dossier
from domain.formulaires.formulaire import Cle, Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from domain.ulid import generateur
from scenarios.construction.etablissements import etablissement
from scenarios.construction.monde import Monde
from scenarios.plan import PlanDossier, PlanReponse
from scenarios.reponses.ecrite import Ecrite


def ecrire_reponses(
    monde: Monde, dossier: Dossier, plan: PlanDossier, formulaire: Formulaire, *, at: datetime
) -> Mapping[Cle, Champ]:
    """Every answer, as of `at`; those of the form itself, for what conditions look at."""
    rangees = _rangees(plan, at=at)
    auteurs = {False: plan.forme.usager, True: plan.forme.traite_par}
    champs = [
        _ligne(dossier, formulaire, repetition, row_id, auteurs, at)
        for repetition, row_ids in rangees.items()
        for row_id in row_ids
    ]
    for reponse in plan.reponses:
        row_id = _row_id(reponse, rangees)
        champ = _champ(monde, dossier, reponse, row_id=row_id, at=at)
        champ.modifie_par = auteurs[reponse.prive]
        champs.append(champ)
    monde.tx.add(*champs)
    monde.tx.flush()
    par_cle = {(champ.stable_id, champ.row_id): champ for champ in champs}
    for reponse in plan.reponses:
        _attacher(monde, reponse.ecrite, par_cle[reponse.stable_id, _row_id(reponse, rangees)])
    return par_cle


def _rangees(plan: PlanDossier, *, at: datetime) -> dict[int, list[str]]:
    suivant = generateur(at=at)
    return {
        repetition: [suivant() for _ in range(nombre)]
        for repetition, nombre in plan.rangees.items()
    }


def _row_id(reponse: PlanReponse, rangees: Mapping[int, list[str]]) -> str | None:
    if reponse.parent_id is None or reponse.rang is None:
        return None
    return rangees[reponse.parent_id][reponse.rang]


def _ligne(
    dossier: Dossier, formulaire: Formulaire, repetition: int, row_id: str,
    auteurs: Mapping[bool, str | None], at: datetime,
) -> Champ:  # fmt: skip
    """A row of a repetition is a champ too (rules 2.1.6)."""
    prive = formulaire.par_stable_id[repetition].prive
    return Champ(
        dossier_id=dossier.id, stable_id=repetition, row_id=row_id, prive=prive,
        type_champ=TypeChamp.repetition, cree_le=at, modifie_le=at, modifie_par=auteurs[prive],
    )  # fmt: skip


def _champ(
    monde: Monde, dossier: Dossier, reponse: PlanReponse, *, row_id: str | None, at: datetime
) -> Champ:
    ecrite = reponse.ecrite
    champ = Champ(
        dossier_id=dossier.id,
        stable_id=reponse.stable_id,
        row_id=row_id,
        type_champ=reponse.type_champ,
        prive=reponse.prive,
        value=str(monde.dossiers[ecrite.lien]) if ecrite.lien else ecrite.value,
        value_json=ecrite.value_json,
        external_id=ecrite.external_id,
        data=ecrite.data,
        etat_externe=EtatExterne.fetched if _trouve(ecrite) else None,
        cree_le=at,
        modifie_le=at,
    )
    if ecrite.etablissement is not None:
        ligne = etablissement(ecrite.etablissement)
        monde.tx.add(ligne)
        monde.tx.flush()
        champ.etablissement_id = ligne.id
    return champ


def _trouve(ecrite: Ecrite) -> bool:
    """The other administration has answered."""
    if ecrite.etablissement is not None:
        return ecrite.etablissement.complet
    return ecrite.data is not None


def _attacher(monde: Monde, ecrite: Ecrite, champ: Champ) -> None:
    for fichier in ecrite.fichiers:
        monde.rangement.ajouter(
            monde.tx, fichier, at=champ.modifie_le, champ_id=champ.id, dossier_id=champ.dossier_id
        )
    for zone in ecrite.zones:
        proprietes = zone.properties.model_dump(
            exclude={"source", "description"}, exclude_none=True
        )
        monde.tx.add(
            ZoneGeo(
                champ_id=champ.id,
                source=SourceGeo(zone.properties.source),
                description=zone.properties.description,
                geometry=zone.geometry,
                proprietes=proprietes,
                cree_le=champ.modifie_le,
            )
        )
