"""The words of a démarche: reading them, changing them (rules 1.15)."""

from datetime import datetime
from html import unescape

from sqlalchemy import BigInteger, and_, bindparam, select
from sqlalchemy.orm import Session

from domain.attestations.modeles import sera_attestee
from domain.attestations.models import Nature
from domain.balises import html, syntaxe
from domain.balises.chargement import versions
from domain.balises.syntaxe import Mention
from domain.balises.table import Usage
from domain.balises.verification import ModeleInvalide, defauts
from domain.courriels.defauts import AVEC_ATTESTATION, DEFAUTS, ETATS, Texte
from domain.courriels.models import Modele, ModeleDeCourriel
from domain.demarches.models import Demarche
from domain.errors import DomainError
from domain.transactions import Transaction

ATTESTES = {Modele.closed_mail: Nature.acceptation, Modele.refused_mail: Nature.refus}
_PROPRES = (
    select(
        ModeleDeCourriel.objet,
        ModeleDeCourriel.corps,
        sera_attestee(bindparam("demarche", type_=BigInteger), bindparam("nature")),
    )
    .select_from(Demarche)
    .outerjoin(
        ModeleDeCourriel,
        and_(
            ModeleDeCourriel.demarche_id == Demarche.id,
            ModeleDeCourriel.modele == bindparam("modele"),
        ),
    )
    .where(Demarche.id == bindparam("demarche", type_=BigInteger))
)
OBJET_MAX = 200
CORPS_MAX = 50_000


class TexteDeCourrielRefuse(DomainError):
    """An empty subject or body, or too long a one."""


def texte_du_modele(session: Session, demarche: Demarche, modele: Modele) -> Texte:
    """The démarche's own words, else ours, which tell of the attestation when there will be one."""
    cherche = {"demarche": demarche.id, "modele": modele, "nature": ATTESTES.get(modele)}
    objet, corps, attestee = session.execute(_PROPRES, cherche).one()
    if objet is not None:
        return Texte(objet, corps)
    return AVEC_ATTESTATION[modele] if attestee else DEFAUTS[modele]


def mentions(texte: Texte) -> list[Mention]:
    """The tags of both parts; those of the body by their labels, whatever HTML made of them."""
    du_corps = (Mention(unescape(m.cle)) for m in syntaxe.mentions(texte.corps))
    return [*syntaxe.mentions(texte.objet), *du_corps]


def personnaliser(
    tx: Transaction, demarche: Demarche, *, modele: Modele, objet: str, corps: str, at: datetime
) -> ModeleDeCourriel:
    """Give a démarche its own words. Only some HTML is kept of them.

    Raises TexteDeCourrielRefuse, and ModeleInvalide when a tag would mean nothing (rules 1.16.6).
    """
    if not objet.strip() or len(objet) > OBJET_MAX:
        raise TexteDeCourrielRefuse(f"L’objet du courriel compte de 1 à {OBJET_MAX} caractères.")
    if not corps.strip() or len(corps) > CORPS_MAX:
        raise TexteDeCourrielRefuse(f"Le corps du courriel compte de 1 à {CORPS_MAX} caractères.")
    propre = Texte(objet.strip(), html.nettoyer(corps) if html.est_du_html(corps) else corps)
    trouves = defauts(
        mentions(propre), demarche=demarche, usage=Usage.courriel, etat=ETATS[modele],
        versions=versions(tx.session, demarche.id),
    )  # fmt: skip
    if trouves:
        raise ModeleInvalide(trouves)
    ligne = tx.session.get(ModeleDeCourriel, (demarche.id, modele))
    if ligne is None:
        ligne = ModeleDeCourriel(demarche_id=demarche.id, modele=modele)
        tx.add(ligne)
    ligne.objet, ligne.corps, ligne.modifie_le = propre.objet, propre.corps, at
    return ligne


def retablir(tx: Transaction, demarche: Demarche, *, modele: Modele) -> None:
    """Our words again."""
    ligne = tx.session.get(ModeleDeCourriel, (demarche.id, modele))
    if ligne is not None:
        tx.delete(ligne)
