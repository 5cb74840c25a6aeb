"""Writing an answer in its stream. What it replaces is kept, when somebody may have read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update

from domain.dossiers.champs import MAIN, Champ, SourceGeo, ZoneGeo
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie, attacher
from domain.fichiers.models import Fichier
from domain.fichiers.retrait import retirer
from domain.formulaires.formulaire import Cle, Descripteur, Formulaire
from domain.formulaires.types_de_champ import FICHIERS, NON_REMPLISSABLES, TypeChamp
from domain.reponses.chargement import GARDES, charger_reponses
from domain.reponses.dates_du_dossier import dater
from domain.reponses.ecrite import Ecrite, Zone
from domain.reponses.flux import flux_d_historique, tenir, verifier_le_flux
from domain.reponses.lignes import LigneInconnue
from domain.reponses.pieces import place
from domain.reponses.types import lire_valeur
from domain.transactions import Transaction

COLONNES = ("value", "value_json", "external_id", "data", "etat_externe")
COPIEES = (*COLONNES, "dossier_id", "stable_id", "row_id", "type_champ", "prive", "etablissement_id",
           "prefilled", "cree_le", "modifie_le", "modifie_par", "rebase_le")  # fmt: skip


class ChampInconnu(DomainError):
    def __init__(self, stable_id: int) -> None:
        super().__init__(f"Le champ {stable_id} n’existe pas dans le formulaire")


class ChampNonRemplissable(DomainError):
    """A title, an explanation; or a repetition, whose rows are added and taken away."""

    def __init__(self, descripteur: Descripteur) -> None:
        super().__init__(f"Le champ « {descripteur.libelle} » ne se remplit pas")


def ecrire(
    tx: Transaction,
    dossier: Dossier,
    *,
    formulaire: Formulaire,
    stable_id: int,
    row_id: str | None = None,
    valeur: Any,
    flux: str = MAIN,
    auteur_email: str | None,
    at: datetime,
) -> Champ:
    """Keep an answer, valid or not (rules 2.1.9). `valeur` is what `types.MANIERES` reads; None is
    blank; for a champ of files, uploads to add (`FichierVerifie`), and nothing empties it.

    Raises ChampInconnu, ChampNonRemplissable, LigneInconnue, FluxInterdit, ModificationInterdite,
    ValeurInvalide, and for files what `attacher` raises.
    """
    formulaire = tenir(tx, dossier, formulaire)
    descripteur = champ_a_remplir(formulaire, stable_id)
    verifier_le_flux(dossier, prive=descripteur.prive, flux=flux)
    champs = charger_reponses(tx.session, dossier.id, flux, prive=descripteur.prive)
    verifier_la_ligne(champs, descripteur, row_id)
    plume = Plume(tx, dossier, champs, flux=flux, auteur_email=auteur_email, at=at)
    champ = plume.ecrire(descripteur, row_id, valeur)
    tx.flush()
    return champ


def champ_a_remplir(formulaire: Formulaire, stable_id: int) -> Descripteur:
    descripteur = formulaire.par_stable_id.get(stable_id)
    if descripteur is None:
        raise ChampInconnu(stable_id)
    if descripteur.type_champ in NON_REMPLISSABLES | {TypeChamp.repetition}:
        raise ChampNonRemplissable(descripteur)
    return descripteur


def verifier_la_ligne(
    champs: Mapping[Cle, Champ], descripteur: Descripteur, row_id: str | None
) -> None:
    """A child is answered in a row that there is, another champ in none. Raises LigneInconnue."""
    if descripteur.parent_id is None:
        connue = row_id is None
    else:
        connue = row_id is not None and (descripteur.parent_id, row_id) in champs
    if not connue:
        raise LigneInconnue


class Plume:
    """Writes in one stream of a dossier that is locked. `champs` is that stream, as it is."""

    def __init__(
        self, tx: Transaction, dossier: Dossier, champs: dict[Cle, Champ], *, flux: str,
        auteur_email: str | None, at: datetime,
    ) -> None:  # fmt: skip
        self.tx, self.dossier, self.champs = tx, dossier, champs
        self.flux, self.auteur_email, self.at = flux, auteur_email, at
        self._archives: dict[Cle, str] = {}

    def ecrire(self, descripteur: Descripteur, row_id: str | None, valeur: Any) -> Champ:
        """An answer equal to the one there is changes nothing, not even its date."""
        if descripteur.type_champ in FICHIERS:
            champ = self._joindre(descripteur, row_id, valeur or ())
        else:
            ecrite = lire_valeur(descripteur.type_champ, descripteur.options, valeur)
            vu = self.champs.get((descripteur.stable_id, row_id))
            if vu is not None and _dit_deja(vu, descripteur, ecrite):
                return vu
            champ = self._poser(descripteur, row_id, ecrite)
        champ.type_champ = descripteur.type_champ
        champ.modifie_le, champ.modifie_par = self.at, self.auteur_email
        dater(self.dossier, prive=descripteur.prive, flux=self.flux, at=self.at)
        self.champs[descripteur.stable_id, row_id] = champ
        return champ

    def _poser(self, descripteur: Descripteur, row_id: str | None, ecrite: Ecrite) -> Champ:
        champ = self._du_flux(descripteur, row_id)
        if self._officielle:
            self._archiver(champ)
        for nom in COLONNES:
            setattr(champ, nom, getattr(ecrite, nom))
        champ.etablissement_id = None  # that of the former number, if there was one
        if descripteur.type_champ is TypeChamp.carte:
            self.tx.flush()
            self.tx.session.execute(delete(ZoneGeo).where(ZoneGeo.champ_id == champ.id))
            self.tx.add(*(zone_geo(champ.id, zone, at=self.at) for zone in ecrite.zones))
        return champ

    def _joindre(
        self, descripteur: Descripteur, row_id: str | None, verifies: Sequence[FichierVerifie]
    ) -> Champ:
        """Add files to those there are; without any, take away those there are."""
        champ = self._du_flux(descripteur, row_id)
        self.tx.flush()
        if not verifies:
            self._vider(champ)
        for verifie in verifies:
            attacher(
                self.tx, verifie, demarche_id=self.dossier.demarche_id,
                place=place(descripteur.type_champ, descripteur.options), at=self.at,
                dossier_id=self.dossier.id, champ_id=champ.id,
            )  # fmt: skip
        return champ

    def _vider(self, champ: Champ) -> None:
        champ.value_json = None
        siens = Fichier.champ_id == champ.id
        if not self._officielle:
            retirer(self.tx, siens, at=self.at)
        elif self.tx.session.scalar(select(exists().where(siens))):
            copie = self._archiver(champ, meme_blanc=True)
            self.tx.flush()
            self.tx.session.execute(update(Fichier).where(siens).values(champ_id=copie.id))

    def _du_flux(self, descripteur: Descripteur, row_id: str | None) -> Champ:
        """The champ of this very stream, made if it has none. In a buffer, one of files begins by
        keeping those of the official value."""
        vu = self.champs.get((descripteur.stable_id, row_id))
        if vu is not None and vu.flux == self.flux:
            return vu
        champ = Champ(
            dossier_id=self.dossier.id, flux=self.flux, stable_id=descripteur.stable_id,
            row_id=row_id, type_champ=descripteur.type_champ, prive=descripteur.prive,
            cree_le=self.at,
        )  # fmt: skip
        self.tx.add(champ)
        if vu is not None and descripteur.type_champ in FICHIERS:
            numeros = select(Fichier.id).where(Fichier.champ_id == vu.id).order_by(Fichier.id)
            champ.value_json = {GARDES: list(self.tx.session.scalars(numeros))}
        return champ

    @property
    def _officielle(self) -> bool:
        """Instructeurs and programs have read what is on `main` once the dossier is filed."""
        return self.flux == MAIN and self.dossier.state is not State.brouillon

    def _archiver(self, champ: Champ, *, meme_blanc: bool = False) -> Champ:
        """Put aside what the champ says, before it says something else; a blank says nothing."""
        copie = Champ(**{nom: getattr(champ, nom) for nom in COPIEES})
        if not meme_blanc and all(getattr(champ, nom) is None for nom in COLONNES):
            return copie
        copie.flux = self._flux_d_historique((champ.stable_id, champ.row_id))
        self.tx.add(copie)
        return copie

    def _flux_d_historique(self, cle: Cle) -> str:
        """One for all that this pen replaces, but another when it replaces one champ again."""
        if cle in self._archives or not self._archives:
            self.tx.flush()
            flux = flux_d_historique(self.tx.session, self.dossier.id, at=self.at)
        else:
            flux = next(reversed(self._archives.values()))
        self._archives[cle] = flux
        return flux


def _dit_deja(champ: Champ, descripteur: Descripteur, ecrite: Ecrite) -> bool:
    """What is fetched from elsewhere does not count: the same number would only be asked again."""
    return (
        champ.type_champ == descripteur.type_champ
        and descripteur.type_champ is not TypeChamp.carte
        and champ.value_json == ecrite.value_json
        and champ.external_id == ecrite.external_id
        and (champ.value == ecrite.value or champ.external_id is not None)
    )


def zone_geo(champ_id: int, zone: Zone, *, at: datetime) -> ZoneGeo:
    return ZoneGeo(
        champ_id=champ_id, source=SourceGeo(zone.source), description=zone.description,
        geometry=dict(zone.geometry), proprietes=dict(zone.proprietes), cree_le=at,
    )  # fmt: skip
