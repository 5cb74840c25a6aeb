"""All the files of a dossier, whatever holds them (rules 4.10.3)."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from domain.fichiers.models import Role
from domain.formulaires.formulaire import Formulaire
from resolvers import fichiers
from resolvers.avis import AvisRow
from resolvers.bureau.messagerie import MessageDuBureauRow, genre
from resolvers.bureau.nouveautes_du_dossier import plus_tard, tous_les_champs
from resolvers.champs import ChampVu, Reponses
from resolvers.dossiers import DossierRow
from resolvers.fichiers import FichierRow, Fichiers


class Provenance(StrEnum):
    dossier_usager = "dossier_usager"
    annotation = "annotation"
    messagerie_usager = "messagerie_usager"
    messagerie_instructeur = "messagerie_instructeur"
    messagerie_expert = "messagerie_expert"
    messagerie_systeme = "messagerie_systeme"
    avis_instructeur = "avis_instructeur"
    avis_expert = "avis_expert"
    attestation = "attestation"
    justificatif = "justificatif"


class PieceDuDossier(NamedTuple):
    """`libelle` is that of the champ it answers; `modifiee`: the usager gave it after the deposit."""

    fichier: FichierRow
    provenance: Provenance
    libelle: str | None = None
    modifiee: bool = False

    @property
    def ajoutee_le(self) -> str:
        return self.fichier.cree_le


def pieces_du_dossier(
    dossier: DossierRow,
    formulaire: Formulaire,
    reponses: Reponses,
    fichiers_du_dossier: Fichiers,
    messages: Sequence[MessageDuBureauRow],
    avis: Sequence[AvisRow],
) -> list[PieceDuDossier]:
    """Those of the champs that show, identity documents included: this is the instructeur’s screen (rules
    14.3-15). In the order of the form, then of time."""
    feuille = reponses.feuille(dossier, formulaire)
    return [
        *_des_champs(tous_les_champs(feuille, feuille.visibles(formulaire.champs)), fichiers_du_dossier),
        *_des_champs(
            tous_les_champs(feuille, feuille.visibles(formulaire.annotations)), fichiers_du_dossier
        ),
        *_des_messages(dossier, messages, fichiers_du_dossier),
        *_des_avis(avis, fichiers_du_dossier),
        *_de_la_decision(dossier, fichiers_du_dossier),
    ]  # fmt: skip


def _des_champs(champs: Sequence[ChampVu], tous: Fichiers) -> Iterator[PieceDuDossier]:
    for champ in champs:
        prive, libelle = champ.descripteur.prive, champ.descripteur.libelle
        provenance = Provenance.annotation if prive else Provenance.dossier_usager
        depose_le = champ.feuille.dossier.depose_le
        for fichier in fichiers.du_champ(champ.champ_id, tous):
            modifiee = not prive and plus_tard(fichier.cree_le, depose_le)
            yield PieceDuDossier(fichier, provenance, libelle, modifiee)


def _des_messages(
    dossier: DossierRow, messages: Sequence[MessageDuBureauRow], tous: Fichiers
) -> Iterator[PieceDuDossier]:
    genres = {message.id: genre(dossier, message) for message in messages}
    for fichier in tous:
        if fichier.message_id in genres:
            yield PieceDuDossier(fichier, Provenance(f"messagerie_{genres[fichier.message_id]}"))


def _des_avis(avis: Sequence[AvisRow], tous: Fichiers) -> Iterator[PieceDuDossier]:
    demandes = {demande.id: demande for demande in avis}
    for fichier in tous:
        if fichier.avis_id in demandes:
            d_expert = _d_expert(demandes[fichier.avis_id], fichier)
            yield PieceDuDossier(
                fichier, Provenance.avis_expert if d_expert else Provenance.avis_instructeur
            )


def _d_expert(avis: AvisRow, fichier: FichierRow) -> bool:
    """The answer’s file, or the question’s when an expert asks another."""
    return avis.instructeur_id is None or fichier.role != Role.introduction


def _de_la_decision(dossier: DossierRow, tous: Fichiers) -> Iterator[PieceDuDossier]:
    for role, trouver in (
        (Role.attestation, fichiers.attestation),
        (Role.justificatif, fichiers.justificatif),
    ):
        fichier = trouver(dossier, tous)
        if fichier is not None:
            yield PieceDuDossier(fichier, Provenance(role.value))
