"""Announcing a file that is about to be sent (api 10.13, 10.19)."""

from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.fichiers.annonce import annoncer
from domain.fichiers.models import Televersement as Annonce
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload, Televersement
from resolvers.refus import mauvaise_requete


def creer(acte: Acte, entree: Entree) -> Payload:
    dossier = acte.dossier(entree)
    annonce = _annoncer(acte, dossier, entree)
    adresse = acte.televersements.adresse(annonce)
    return Payload(
        direct_upload=Televersement(
            url=adresse.url,
            headers=adresse.headers,
            blob_id=str(annonce.id),
            signed_blob_id=adresse.signed_blob_id,
        )
    )


def _annoncer(acte: Acte, dossier: Dossier, entree: Entree) -> Annonce:
    """The payload has no `errors`: a refusal takes the place of the field."""
    try:
        return annoncer(
            acte.tx,
            demarche_id=dossier.demarche_id,
            nom=entree["filename"],
            taille=entree["byte_size"],
            md5=entree["checksum"],
            type_mime=entree["content_type"],
            auteur=acte.auteur,
            at=acte.at,
        )
    except DomainError as refus:
        raise mauvaise_requete(str(refus)) from refus
