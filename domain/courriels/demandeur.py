"""Telling the usager of a step of his dossier: in its messagerie, and by mail (rules 1.15, 3.6, 7.10)."""

from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from typing import NamedTuple

from sqlalchemy import exists, select

from domain.balises import html
from domain.balises.chargement import charger
from domain.balises.faits import Faits, Liens
from domain.balises.rendu import Rendu
from domain.balises.syntaxe import Mention
from domain.balises.table import Usage
from domain.comptes.models import Compte
from domain.courriels.defauts import BENEFICIAIRE, ETATS, NEUTRE, Texte
from domain.courriels.depot import Sujet, deposer
from domain.courriels.mise_en_forme import (
    mettre_en_forme,
    objet_propre,
    pied_du_contact,
    pied_du_service,
)
from domain.courriels.modeles import mentions, texte_du_modele
from domain.courriels.models import Modele
from domain.courriels.plateforme import Plateforme
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.fichiers.models import Fichier, Role
from domain.groupes_instructeurs.contact_du_dossier import contact_du_dossier
from domain.messagerie.models import Message
from domain.services.models import Service
from domain.transactions import Transaction

JUSTIFICATIF = frozenset({"lien document justificatif", "dossier_motivation_url"})
EPOQUE = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Annonce(NamedTuple):
    """What was said, in words that anybody may be shown."""

    objet: str
    corps: str


def annoncer_au_demandeur(
    tx: Transaction,
    dossier: Dossier,
    *,
    modele: Modele,
    plateforme: Plateforme,
    at: datetime,
    notifier: bool = True,
) -> Message:
    """Say that the dossier reached a step: always in its messagerie, by mail too if `notifier`.

    Call it after the verb, in the same transaction: the words tell the new state, its date and its
    motivation. With the accusé de lecture, both say only that a decision was rendered.
    """
    demarche = tx.session.get_one(Demarche, dossier.demarche_id)
    neutre = demarche.options.get("accuse_lecture") and ETATS[modele] in TERMINE
    texte = NEUTRE if neutre else texte_du_modele(tx.session, demarche, modele)
    nommees = mentions(texte)
    liens = _liens(tx, dossier, nommees, plateforme)
    faits = charger(tx.session, dossier, nommees, liens=liens)
    annonce = _rediger(texte, faits, modele)
    message = Message(
        dossier_id=dossier.id, email=plateforme.contact, cree_le=at,
        corps=f"[{escape(annonce.objet, quote=False)}]<br><br>{annonce.corps}",
    )  # fmt: skip
    tx.add(message)
    if notifier:
        cle = f"dossier-{dossier.id}/{modele}/{(at - EPOQUE) // timedelta(microseconds=1)}"
        _au_demandeur(tx, dossier, demarche, annonce, cle, modele, plateforme, at)
        _au_beneficiaire(tx, faits, cle, modele, plateforme, at)
    return message


def _liens(
    tx: Transaction, dossier: Dossier, nommees: list[Mention], plateforme: Plateforme
) -> Liens:
    joint = any(mention.cle in JUSTIFICATIF for mention in nommees) and _est_joint(tx, dossier)
    return Liens(
        dossier=plateforme.dossier(dossier.id),
        attestation=plateforme.attestation(dossier.id),
        justificatif=plateforme.justificatif(dossier.id) if joint else "",
    )


def _est_joint(tx: Transaction, dossier: Dossier) -> bool:
    tx.flush()
    justificatif = exists().where(
        Fichier.dossier_id == dossier.id, Fichier.role == Role.justificatif
    )
    return bool(tx.session.scalar(select(justificatif)))


def _rediger(texte: Texte, faits: Faits, modele: Modele) -> Annonce:
    rendu = Rendu(faits, usage=Usage.courriel, etat=ETATS[modele])
    objet = objet_propre(rendu.texte(texte.objet))
    corps = texte.corps if html.est_du_html(texte.corps) else html.de_texte(texte.corps)
    return Annonce(objet, html.rendre(corps, rendu))


def _au_demandeur(
    tx: Transaction, dossier: Dossier, demarche: Demarche, annonce: Annonce, cle: str,
    modele: Modele, plateforme: Plateforme, at: datetime,
) -> None:  # fmt: skip
    """To nobody once the account is gone."""
    compte = tx.session.get(Compte, dossier.usager_id) if dossier.usager_id else None
    if compte is None:
        return
    deposer(
        tx, cle=f"{cle}/usager", genre=modele, destinataire=compte.email, objet=annonce.objet,
        corps=mettre_en_forme(annonce.corps, objet=annonce.objet, pied=_pied(tx, dossier, demarche)),
        sujet=Sujet(dossier_id=dossier.id), plateforme=plateforme, envoyer_apres=at,
    )  # fmt: skip


def _pied(tx: Transaction, dossier: Dossier, demarche: Demarche) -> str:
    contact = contact_du_dossier(
        tx.session, demarche_id=demarche.id, groupe_id=dossier.groupe_instructeur_id
    )
    if contact is not None:
        return pied_du_contact(contact)
    service = tx.session.get(Service, demarche.service_id) if demarche.service_id else None
    return pied_du_service(service)


def _au_beneficiaire(
    tx: Transaction, faits: Faits, cle: str, modele: Modele, plateforme: Plateforme, at: datetime
) -> None:
    """The person for whom the dossier was filed, if he is to be told by mail. That his address is
    verified is looked at when the mail leaves (rules B.2)."""
    individu = faits.individu
    if not faits.dossier.pour_un_tiers or individu is None or not individu.email:
        return
    # No link: the dossier is its usager's, and this person may have no account.
    annonce = _rediger(BENEFICIAIRE, replace(faits, liens=Liens()), modele)
    deposer(
        tx, cle=f"{cle}/beneficiaire", genre=f"beneficiaire_{modele}",
        destinataire=individu.email, objet=annonce.objet,
        corps=mettre_en_forme(annonce.corps, objet=annonce.objet),
        sujet=Sujet(dossier_id=faits.dossier.id), plateforme=plateforme, envoyer_apres=at,
    )  # fmt: skip
