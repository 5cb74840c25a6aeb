"""What people are told of the end of dossiers and accounts: a subject, a text, the words of a link. Each
is one mail for all that ends together (rules 9.2, 9.3, 9.6)."""

TEXTES: dict[str, tuple[str, str, str]] = {
    "brouillons_a_supprimer": (
        "Vos brouillons seront supprimés le {echeance}",
        "Les brouillons suivants n’ont pas été déposés et seront supprimés le {echeance} :\n\n"
        "{dossiers}\n\nPour les garder, modifiez-les ou déposez-les avant cette date.",
        "Voir mes dossiers",
    ),
    "brouillons_supprimes": (
        "Vos brouillons ont été supprimés",
        "Les brouillons suivants, que vous n’aviez pas déposés, ont été supprimés :\n\n{dossiers}",
        "",
    ),
    "dossiers_a_expirer": (
        "Des dossiers vont être supprimés ({echeance})",
        "La durée de conservation des dossiers suivants prend fin. Le {echeance}, ils seront placés dans "
        "la corbeille, puis supprimés définitivement deux semaines plus tard :\n\n{dossiers}\n\n"
        "Vous pouvez les télécharger, ou demander à les conserver plus longtemps, depuis votre espace.",
        "Voir mes dossiers",
    ),
    "dossiers_expires": (
        "Des dossiers ont été placés dans la corbeille",
        "La durée de conservation des dossiers suivants a pris fin. Ils sont dans la corbeille et seront "
        "supprimés définitivement le {echeance} :\n\n{dossiers}\n\n"
        "D’ici là, vous pouvez les télécharger ou prolonger leur conservation.",
        "Voir mes dossiers",
    ),
    "dossiers_a_expirer_administration": (
        "Des dossiers que vous instruisez vont expirer ({echeance})",
        "Les dossiers suivants seront placés dans la corbeille le {echeance}, puis supprimés "
        "définitivement deux semaines plus tard :\n\n{dossiers}\n\n"
        "Vous pouvez les conserver un mois de plus.",
        "Voir mes démarches",
    ),
    "dossiers_expires_administration": (
        "Des dossiers que vous instruisez ont expiré",
        "Les dossiers suivants sont dans la corbeille et seront supprimés définitivement le "
        "{echeance} :\n\n{dossiers}\n\nD’ici là, vous pouvez les restaurer en les conservant un mois de "
        "plus.",
        "Voir mes démarches",
    ),
    "compte_a_supprimer": (
        "Votre compte sera supprimé le {echeance}",
        "Vous ne vous êtes pas connecté depuis deux ans. Votre compte et vos dossiers non traités seront "
        "supprimés le {echeance}. Pour les garder, connectez-vous avant cette date.",
        "Me connecter",
    ),
    "jeton_a_renouveler": (
        "Votre jeton d’API « {jeton} » expire le {echeance}",
        "Le jeton d’API « {jeton} » ne fonctionnera plus après le {echeance}. Créez-en un autre avant "
        "cette date pour que vos programmes continuent de fonctionner.",
        "Voir mes jetons",
    ),
    "compte_a_activer": (
        "Votre compte d’administrateur vous attend",
        "Un compte d’administrateur a été créé pour vous il y a trois jours, et n’a pas été activé. Vous "
        "pouvez demander un nouveau lien d’activation depuis la page de connexion.",
        "Me connecter",
    ),
}
