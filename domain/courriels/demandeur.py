"""Telling the usager of a step of his dossier: in its messagerie, and by mail (rules 1.15, 3.6, 7.10)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from typing import NamedTuple

from sqlalchemy import select

from domain.balises import html
from domain.balises.chargement import charger_tous
from domain.balises.faits import Faits, Liens
from domain.balises.rendu import Rendu
from domain.balises.syntaxe import Mention
from domain.balises.table import Usage
from domain.base import parmi
from domain.courriels.defauts import BENEFICIAIRE, ETATS, NEUTRE, Texte
from domain.courriels.depot import Promesse, Sujet, deposer
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
    tx: Transaction, dossier: Dossier, *, modele: Modele, plateforme: Plateforme, at: datetime,
    notifier: bool = True,
) -> None:  # fmt: skip
    annoncer_aux_demandeurs(
        tx, [dossier], modele=modele, plateforme=plateforme, at=at, notifier=notifier
    )


def annoncer_aux_demandeurs(
    tx: Transaction, dossiers: Sequence[Dossier], *, modele: Modele, plateforme: Plateforme,
    at: datetime, notifier: bool = True,
) -> None:  # fmt: skip
    """Say that dossiers of one démarche reached a step: always in their messagerie, by mail too if
    `notifier`. What is read for the words costs the same number of statements however many they are.

    Call it after the verb, in the same transaction: the words tell the new state, its date and its
    motivation. With the accusé de lecture, both say only that a decision was rendered.
    """
    demarche = tx.session.get_one(Demarche, dossiers[0].demarche_id)
    neutre = demarche.options.get("accuse_lecture") and ETATS[modele] in TERMINE
    texte = NEUTRE if neutre else texte_du_modele(tx.session, demarche, modele)
    nommees = mentions(texte)
    liens = _liens(tx, dossiers, nommees, plateforme)
    service = tx.session.get(Service, demarche.service_id) if demarche.service_id else None
    promesses: list[Promesse] = []
    for faits in charger_tous(tx.session, dossiers, nommees, liens=liens):
        numero, annonce = faits.dossier.id, _rediger(texte, faits, modele)
        tx.add(
            Message(
                dossier_id=numero, email=plateforme.contact, cree_le=at,
                corps=f"[{escape(annonce.objet, quote=False)}]<br><br>{annonce.corps}",
            )
        )  # fmt: skip
        if notifier:
            cle = f"dossier-{numero}/{modele}/{(at - EPOQUE) // timedelta(microseconds=1)}"
            promesses += _au_demandeur(faits, annonce, cle, modele, service, at)
            promesses += _au_beneficiaire(faits, cle, modele, at)
    deposer(tx, promesses, plateforme)


def _liens(
    tx: Transaction, dossiers: Sequence[Dossier], nommees: list[Mention], plateforme: Plateforme
) -> dict[int, Liens]:
    nomme = any(mention.cle in JUSTIFICATIF for mention in nommees)
    joints = _avec_justificatif(tx, dossiers) if nomme else set()
    return {
        dossier.id: Liens(
            dossier=plateforme.dossier(dossier.id),
            attestation=plateforme.attestation(dossier.id),
            justificatif=plateforme.justificatif(dossier.id) if dossier.id in joints else "",
        )
        for dossier in dossiers
    }


_JUSTIFIES = select(Fichier.dossier_id).where(
    parmi(Fichier.dossier_id, "dossiers"), Fichier.role == Role.justificatif
)


def _avec_justificatif(tx: Transaction, dossiers: Sequence[Dossier]) -> set[int | None]:
    tx.flush()
    return set(tx.session.scalars(_JUSTIFIES, {"dossiers": [d.id for d in dossiers]}))


def _rediger(texte: Texte, faits: Faits, modele: Modele) -> Annonce:
    rendu = Rendu(faits, usage=Usage.courriel, etat=ETATS[modele])
    objet = objet_propre(rendu.texte(texte.objet))
    corps = texte.corps if html.est_du_html(texte.corps) else html.de_texte(texte.corps)
    return Annonce(objet, html.rendre(corps, rendu))


def _au_demandeur(
    faits: Faits, annonce: Annonce, cle: str, modele: Modele, service: Service | None, at: datetime
) -> Iterator[Promesse]:
    """To nobody once the account is gone."""
    if faits.usager is None:
        return
    pied = pied_du_contact(faits.contact) if faits.contact else pied_du_service(service)
    yield Promesse(
        cle=f"{cle}/usager", genre=modele, destinataire=faits.usager, objet=annonce.objet,
        corps=mettre_en_forme(annonce.corps, objet=annonce.objet, pied=pied),
        sujet=Sujet(dossier_id=faits.dossier.id), envoyer_apres=at,
    )  # fmt: skip


def _au_beneficiaire(faits: Faits, cle: str, modele: Modele, at: datetime) -> Iterator[Promesse]:
    """The person for whom the dossier was filed, if he is to be told by mail. That his address is
    verified is looked at when the mail leaves (rules B.2)."""
    individu = faits.individu
    if not faits.dossier.pour_un_tiers or individu is None or not individu.email:
        return
    # No link: the dossier is its usager's, and this person may have no account.
    annonce = _rediger(BENEFICIAIRE, replace(faits, liens=Liens()), modele)
    yield Promesse(
        cle=f"{cle}/beneficiaire", genre=f"beneficiaire_{modele}", destinataire=individu.email,
        objet=annonce.objet, corps=mettre_en_forme(annonce.corps, objet=annonce.objet),
        sujet=Sujet(dossier_id=faits.dossier.id), envoyer_apres=at,
    )  # fmt: skip
