"""Posting a mail of the catalogue to some people."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.balises import html
from domain.courriels.catalogue import CATALOGUE, Nom
from domain.courriels.depot import Promesse, Sujet, deposer
from domain.courriels.mise_en_forme import mettre_en_forme
from domain.courriels.plateforme import Plateforme
from domain.transactions import Transaction


def poster(
    tx: Transaction,
    nom: Nom,
    *,
    a: Iterable[str],
    evenement: str,
    mots: Mapping[str, object],
    lien: str = "",
    sujet: Sujet | None = None,
    plateforme: Plateforme,
    repondre_a: str | None = None,
    at: datetime,
) -> None:
    """One mail to each address of `a`, after the grace that the catalogue gives from `at`.

    `evenement` names what happened, once and for all (« message-12 »): the same event posted again sends
    nothing more. `mots` fill the braces of the catalogue; they are text, whatever they hold.
    """
    envoi = CATALOGUE[nom]
    objet = envoi.objet.format_map(mots)
    bouton = (envoi.bouton, lien) if envoi.bouton and lien else None
    corps = mettre_en_forme(
        html.de_texte(f"Bonjour,\n\n{envoi.corps.format_map(mots)}"), objet=objet, bouton=bouton
    )
    promesses = [
        Promesse(
            cle=f"{evenement}/{nom}/{destinataire}", genre=nom, destinataire=destinataire,
            objet=objet, corps=corps, sujet=sujet or Sujet(), envoyer_apres=at + envoi.delai,
            critique=envoi.critique, hors_filtre=envoi.hors_filtre, repondre_a=repondre_a,
        )
        for destinataire in dict.fromkeys(a)
    ]  # fmt: skip
    deposer(tx, promesses, plateforme)
