"""Our own words, for the démarches that have not written theirs."""

from typing import NamedTuple

from domain.courriels.models import Modele
from domain.dossiers.states import State


class Texte(NamedTuple):
    """A subject of plain text and a body of HTML, both with tags."""

    objet: str
    corps: str


ETATS: dict[Modele, State] = {
    Modele.initiated_mail: State.en_construction,
    Modele.received_mail: State.en_instruction,
    Modele.closed_mail: State.accepte,
    Modele.refused_mail: State.refuse,
    Modele.without_continuation: State.sans_suite,
    Modele.re_instructed_mail: State.en_instruction,
}
"""The state that each one tells of: it decides which tags have a value."""

DECISIONS: dict[State, Modele] = {
    State.accepte: Modele.closed_mail,
    State.refuse: Modele.refused_mail,
    State.sans_suite: Modele.without_continuation,
}

SALUTATION = "<p>Bonjour,</p>"
SIGNATURE = "<p>Cordialement,<br>--nom du service--</p>"
VOIR = "<p>Pour le consulter ou nous écrire : --lien dossier--</p>"
MOTIF = "<p>Le service instructeur a précisé :</p><blockquote>--motivation--</blockquote>"
ATTESTATION = (
    "<p>L’attestation de cette décision est à votre disposition : --lien attestation--</p>"
)


def _lettre(*paragraphes: str) -> str:
    return "".join((SALUTATION, *paragraphes, SIGNATURE))


DEFAUTS: dict[Modele, Texte] = {
    Modele.initiated_mail: Texte(
        "Dossier n° --numéro du dossier-- : nous l’avons bien reçu (--libellé démarche--)",
        _lettre(
            "<p>Votre dossier n° <strong>--numéro du dossier--</strong> pour la démarche "
            "« --libellé démarche-- » a été déposé le --date de dépôt--.</p>",
            "<p>Tant que son examen n’a pas commencé, vous pouvez encore le modifier. Nous vous "
            "préviendrons à chaque étape.</p>",
            VOIR,
        ),
    ),
    Modele.received_mail: Texte(
        "Dossier n° --numéro du dossier-- : son examen commence (--libellé démarche--)",
        _lettre(
            "<p>L’examen de votre dossier n° <strong>--numéro du dossier--</strong> pour la démarche "
            "« --libellé démarche-- » a commencé le --date de passage en instruction--.</p>",
            "<p>Vous ne pouvez plus le modifier. S’il nous manque quelque chose, nous vous écrirons.</p>",
            VOIR,
        ),
    ),
    Modele.closed_mail: Texte(
        "Dossier n° --numéro du dossier-- : accepté (--libellé démarche--)",
        _lettre(
            "<p>Nous avons le plaisir de vous annoncer que votre dossier n° "
            "<strong>--numéro du dossier--</strong> pour la démarche « --libellé démarche-- » a été "
            "accepté le --date de décision--.</p>",
            VOIR,
        ),
    ),
    Modele.refused_mail: Texte(
        "Dossier n° --numéro du dossier-- : décision rendue (--libellé démarche--)",
        _lettre(
            "<p>Votre dossier n° <strong>--numéro du dossier--</strong> pour la démarche "
            "« --libellé démarche-- » a été refusé le --date de décision--.</p>",
            MOTIF,
            VOIR,
        ),
    ),
    Modele.without_continuation: Texte(
        "Dossier n° --numéro du dossier-- : classé sans suite (--libellé démarche--)",
        _lettre(
            "<p>Votre dossier n° <strong>--numéro du dossier--</strong> pour la démarche "
            "« --libellé démarche-- » a été classé sans suite le --date de décision--.</p>",
            MOTIF,
            VOIR,
        ),
    ),
    Modele.re_instructed_mail: Texte(
        "Dossier n° --numéro du dossier-- : nous l’examinons à nouveau (--libellé démarche--)",
        _lettre(
            "<p>La décision prise sur votre dossier n° <strong>--numéro du dossier--</strong> pour la "
            "démarche « --libellé démarche-- » a été annulée : son examen a repris.</p>",
            "<p>Une nouvelle décision vous sera annoncée.</p>",
            VOIR,
        ),
    ),
}


def _avec_attestation(texte: Texte) -> Texte:
    return texte._replace(corps=texte.corps.replace(VOIR, ATTESTATION + VOIR))


AVEC_ATTESTATION: dict[Modele, Texte] = {
    modele: _avec_attestation(DEFAUTS[modele])
    for modele in (Modele.closed_mail, Modele.refused_mail)
}

# With the accusé de lecture the usager learns the decision on his dossier only (rules 1.17.3).
NEUTRE = Texte(
    "Dossier n° --numéro du dossier-- : une décision a été rendue (--libellé démarche--)",
    _lettre(
        "<p>L’examen de votre dossier n° <strong>--numéro du dossier--</strong> pour la démarche "
        "« --libellé démarche-- » est terminé : une décision a été rendue.</p>",
        "<p>Prenez-en connaissance sur votre dossier : --lien dossier--</p>",
    ),
)

# To the person for whom somebody else filed (rules B.2): that it moved, and nothing of what it says.
BENEFICIAIRE = Texte(
    "Le dossier n° --numéro du dossier-- qui vous concerne a changé (--libellé démarche--)",
    "<p>Bonjour,</p>"
    "<p>Le dossier n° <strong>--numéro du dossier--</strong>, déposé pour vous dans la démarche "
    "« --libellé démarche-- », vient de changer d’étape.</p>"
    "<p>La personne qui l’a rempli en a été prévenue et peut vous en dire plus.</p>" + SIGNATURE,
)
