"""Avis by experts: answering, passing the question on, asking again, withdrawing (rules 6.6 to 6.10)."""

from domain.actes import avis, avis_demandes, avis_rendus
from domain.fichiers.annonce import annoncer
from resolvers.mutations.acces_d_expert import demande_par_moi, mon_avis, rendant
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.avis import PIECE, question
from resolvers.mutations.payload import Payload, Televersement, erreur


def _rendre(acte: Acte, entree: Entree) -> Payload:
    expert, auteur, mien, dossier = mon_avis(acte, entree)
    avis_rendus.rendre(
        acte.tx,
        dossier,
        expert=expert,
        auteur=auteur,
        avis=mien,
        reponse=entree["reponse"],
        question_reponse=entree.get("question_reponse"),
        piece=acte.fichier(entree, PIECE),
        sans_piece=entree.get("sans_piece") or False,
        at=acte.at,
    )
    return Payload(avis_id=mien.id)


def _demander(acte: Acte, entree: Entree) -> Payload:
    expert, auteur, mien, dossier = mon_avis(acte, entree)
    bonnes, refus = avis.designer(acte.tx, dossier, entree["emails"])
    if not bonnes:
        return Payload(
            errors=[erreur(refuse) for refuse in refus], texte=entree.get("introduction")
        )
    demandes = avis.transmettre(
        acte.tx,
        dossier,
        avis=mien,
        expert=expert,
        auteur=auteur,
        emails=bonnes,
        at=acte.at,
        **question(acte, entree),
    )
    return Payload(
        avis_id=mien.id,
        avis=[demande.id for demande in demandes],
        errors=[erreur(refuse) for refuse in refus] or None,
    )


def relancer(acte: Acte, entree: Entree) -> Payload:
    expert, auteur, demande, dossier = demande_par_moi(acte, entree)
    avis_demandes.relancer(
        acte.tx, dossier, demandeur=expert, auteur=auteur, avis=demande, at=acte.at
    )
    return Payload(avis_id=demande.id)


def revoquer(acte: Acte, entree: Entree) -> Payload:
    expert, auteur, demande, dossier = demande_par_moi(acte, entree)
    avis_demandes.revoquer(
        acte.tx, dossier, demandeur=expert, auteur=auteur, avis=demande, at=acte.at
    )
    return Payload()


def annoncer_un_fichier(acte: Acte, entree: Entree) -> Payload:
    """A file to come, for what I write about this dossier."""
    _, auteur, _, dossier = mon_avis(acte, entree)
    annonce = annoncer(
        acte.tx,
        demarche_id=dossier.demarche_id,
        nom=entree["filename"],
        taille=entree["byte_size"],
        md5=entree["checksum"],
        type_mime=entree["content_type"],
        auteur=auteur,
        at=acte.at,
    )
    adresse = acte.televersements.adresse(annonce)
    return Payload(
        direct_upload=Televersement(
            url=adresse.url,
            headers=adresse.headers,
            blob_id=str(annonce.id),
            signed_blob_id=adresse.signed_blob_id,
        )
    )


rendre = rendant("reponse", _rendre)
demander = rendant("introduction", _demander)
