"""From words to the two bodies of a mail, HTML and plain text."""

import re
from functools import lru_cache
from html import escape
from typing import NamedTuple
from unicodedata import category

from domain.balises import html
from domain.groupes_instructeurs.contacts import ContactDeGroupe
from domain.services.models import Service

OBJET_MAX = 250

# Control characters and lone surrogates, which neither a mail nor PostgreSQL holds.
INVISIBLES = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

NE_PAS_REPONDRE = (
    "Ce message est envoyé automatiquement : une réponse à cette adresse ne serait pas lue."
)

STYLE = "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1d2430"
GRIS = "font-size:14px;color:#56606e"


class Corps(NamedTuple):
    html: str
    texte: str


def objet_propre(objet: str) -> str:
    """One line without control characters: no subject ends its own header."""
    propre = re.sub(r"\s+", " ", objet).strip()
    if not propre.isprintable():
        propre = "".join(c for c in propre if category(c) not in ("Cc", "Cs")).strip()
    return propre if len(propre) <= OBJET_MAX else f"{propre[: OBJET_MAX - 1]}…"


def mettre_en_forme(
    corps: str, *, objet: str, pied: str = "", bouton: tuple[str, str] | None = None
) -> Corps:
    """`corps` and `pied` are clean HTML already; `bouton` is the words and the address of the link
    that the mail is about."""
    if bouton is not None:
        mots, adresse = bouton
        corps += f'<p><a href="{escape(adresse)}">{escape(mots)}</a></p>'
    complet = f"{pied}<p>{NE_PAS_REPONDRE}</p>"
    page = (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(objet)}</title></head>'
        f'<body style="{STYLE}"><div style="max-width:38em;margin:0 auto;padding:1em">{corps}'
        f'<hr><div style="{GRIS}">{complet}</div></div></body></html>'
    )
    texte = f"{html.en_texte(corps)}\n\n--\n{_pied_en_texte(complet)}\n"
    return Corps(INVISIBLES.sub("", page), INVISIBLES.sub("", texte))


# The same for all the mails of a démarche, or nearly.
_pied_en_texte = lru_cache(maxsize=256)(html.en_texte)


def pied_du_service(service: Service | None) -> str:
    """Whom to turn to: what the service made public of itself."""
    if service is None:
        return ""
    return _pied(service.nom, service.organisme, service.adresse, service.telephone, service.email, service.horaires)  # fmt: skip


def pied_du_contact(contact: ContactDeGroupe) -> str:
    """The groupe’s own contact, in its place (rules 1.11.17)."""
    return _pied(contact.nom, contact.adresse, contact.telephone, contact.email, contact.horaires)


def _pied(*faits: str | None) -> str:
    lignes = [escape(fait).replace("\n", "<br>") for fait in faits if fait]
    return f"<p>{'<br>'.join(lignes)}</p>"
