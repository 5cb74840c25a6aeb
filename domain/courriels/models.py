"""Mails: what a démarche says in its own words, and each letter from the moment it is promised."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.demarches.models import Demarche


class Modele(StrEnum):
    """The six mails that a démarche may word itself (rules 1.15.1), by their names in its settings."""

    initiated_mail = "initiated_mail"
    received_mail = "received_mail"
    closed_mail = "closed_mail"
    refused_mail = "refused_mail"
    without_continuation = "without_continuation"
    re_instructed_mail = "re_instructed_mail"


class ModeleDeCourriel(Model):
    """A démarche's own words. Without a row here, ours are sent (`defauts.py`)."""

    __tablename__ = "modeles_de_courriel"

    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), primary_key=True
    )
    modele: Mapped[Modele] = mapped_column(primary_key=True)
    objet: Mapped[str]
    corps: Mapped[str]
    modifie_le: Mapped[datetime] = mapped_column(server_default=func.now())


class Etat(StrEnum):
    """`envoi` is in a mailer's hands. `renvoi_ambigu` was left by one that cannot tell whether it was
    delivered: it is sent again, under the same Message-ID, and counted."""

    en_attente = "en_attente"
    envoi = "envoi"
    envoye = "envoye"
    refuse = "refuse"
    renvoi_ambigu = "renvoi_ambigu"
    abandonne = "abandonne"


A_ENVOYER = frozenset({Etat.en_attente, Etat.envoi, Etat.renvoi_ambigu})


class Motif(StrEnum):
    """Why a mail was given up without being sent (rules 11.1b, B.6)."""

    delai_depasse = "delai_depasse"
    dossier_disparu = "dossier_disparu"
    dossier_depose = "dossier_depose"
    message_supprime = "message_supprime"
    compte_supprime = "compte_supprime"
    avis_revoque = "avis_revoque"
    destinataire_inconnu = "destinataire_inconnu"
    adresse_non_verifiee = "adresse_non_verifiee"
    desabonne = "desabonne"


class Courriel(Model):
    """One mail to one person. `cle` names the event that it tells, and gives its Message-ID: the same
    event is never told twice under two names (reliability 2.1-5).

    `dossier_id`, `message_id` and `avis_id` are what it speaks of, without a foreign key: they are read
    again when it is delivered, and a mail outlives what it told.
    """

    __tablename__ = "courriels"
    __table_args__ = (
        CheckConstraint("etat <> 'envoi' OR pris_le IS NOT NULL", name="envoi_pris"),
        CheckConstraint("(etat = 'envoye') = (envoye_le IS NOT NULL)", name="envoye_date"),
        CheckConstraint("(etat = 'abandonne') = (motif IS NOT NULL)", name="abandonne_motive"),
        Index("courriels_a_envoyer_idx", text("critique DESC"), "essai_le", "id", postgresql_where=text("etat IN ('en_attente', 'envoi', 'renvoi_ambigu')")),
        Index("courriels_dossier_idx", "dossier_id", "id"),
    )  # fmt: skip

    id: Mapped[int] = identity()
    cle: Mapped[str] = mapped_column(unique=True)
    identifiant: Mapped[str] = mapped_column(unique=True)
    """The Message-ID, without its angle brackets."""
    genre: Mapped[str]
    destinataire: Mapped[str]
    expediteur: Mapped[str]
    repondre_a: Mapped[str | None]
    objet: Mapped[str]
    corps_html: Mapped[str]
    corps_texte: Mapped[str]
    critique: Mapped[bool] = mapped_column(server_default=text("false"))
    hors_filtre: Mapped[bool] = mapped_column(server_default=text("false"))
    dossier_id: Mapped[int | None]
    message_id: Mapped[int | None]
    avis_id: Mapped[int | None]

    etat: Mapped[Etat] = mapped_column(server_default=Etat.en_attente)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    envoyer_apres: Mapped[datetime]
    essai_le: Mapped[datetime]
    premier_essai_le: Mapped[datetime | None]
    pris_le: Mapped[datetime | None]
    pris_par: Mapped[str | None]
    tentatives: Mapped[int] = mapped_column(server_default=text("0"))
    renvois_ambigus: Mapped[int] = mapped_column(server_default=text("0"))
    derniere_erreur: Mapped[str | None]
    motif: Mapped[Motif | None]
    envoye_le: Mapped[datetime | None]


class AdresseCourriel(Model):
    """What is known of an address beyond its being an account's. An account without a row is verified;
    a beneficiary is not until he has followed the link that was sent to him (rules B.2)."""

    __tablename__ = "adresses_courriel"

    email: Mapped[str] = mapped_column(CITEXT, primary_key=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    verifiee_le: Mapped[datetime | None]
    desabonnee_le: Mapped[datetime | None]
    refusee_le: Mapped[datetime | None]
    refus: Mapped[str | None]
    """What the server that refused a mail to it said last; emptied by a mail that it takes."""
