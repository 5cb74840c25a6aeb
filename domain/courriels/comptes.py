"""What the owner of an account is told of it: a subject, a text, and the words of its link. Each goes
whatever the address, before all other mails (rules 11.1b)."""

TEXTES: dict[str, tuple[str, str, str]] = {
    "activation_du_compte": (
        "Activez votre compte",
        "Un compte vous attend. Choisissez son mot de passe pour vous connecter.\n\n"
        "Ce lien est valable 7 jours, une seule fois.",
        "Choisir mon mot de passe",
    ),
    "mot_de_passe_oublie": (
        "Choisissez un nouveau mot de passe",
        "Un nouveau mot de passe a été demandé pour votre compte. Si ce n’est pas vous, ne faites rien : "
        "l’ancien reste valable.\n\n"
        "Ce lien est valable 7 jours, une seule fois.",
        "Choisir un mot de passe",
    ),
    "mot_de_passe_change": (
        "Votre mot de passe a été changé",
        "Le mot de passe de votre compte vient d’être changé, et tous vos appareils ont été déconnectés.\n\n"
        "Si ce n’est pas vous, demandez un nouveau mot de passe sans attendre.",
        "",
    ),
    "deblocage_du_compte": (
        "Votre compte est bloqué",
        "Plusieurs mots de passe erronés ont été donnés pour votre compte, qui est bloqué pour une heure. "
        "Si c’est vous, débloquez-le dès maintenant.",
        "Débloquer mon compte",
    ),
    "appareil_a_confirmer": (
        "Confirmez cet appareil",
        "Votre compte vient d’être ouvert sur un appareil que nous ne connaissons pas. Si c’est vous, "
        "confirmez-le ; sinon, changez de mot de passe.\n\n"
        "Ce lien est valable une semaine, une seule fois.",
        "Confirmer cet appareil",
    ),
    "appareil_a_renouveler": (
        "Confirmez à nouveau cet appareil avant le {echeance}",
        "Un appareil que vous avez confirmé ne le sera plus le {echeance}. Pour continuer à l’utiliser sans "
        "interruption, ouvrez ce lien depuis cet appareil.\n\n"
        "Ce lien est valable une semaine, une seule fois.",
        "Confirmer à nouveau cet appareil",
    ),
    "inscription": (
        "Confirmez votre adresse pour créer votre compte",
        "Un compte a été demandé à cette adresse. Si c’est vous, choisissez son mot de passe ; sinon, ne "
        "faites rien : il ne sera pas créé.\n\n"
        "Ce lien est valable 7 jours, une seule fois.",
        "Créer mon compte",
    ),
    "inscription_deja_faite": (
        "Vous avez déjà un compte",
        "Un compte a été demandé à cette adresse, qui en a déjà un. Si c’est vous, connectez-vous ; si "
        "vous avez oublié votre mot de passe, demandez-en un nouveau.\n\n"
        "Si ce n’est pas vous, ne faites rien : rien n’a changé.",
        "",
    ),
    "changement_d_adresse": (
        "Confirmez votre nouvelle adresse",
        "Cette adresse a été donnée pour remplacer celle d’un compte. Si c’est vous, confirmez-la ; sinon, "
        "ne faites rien.\n\n"
        "Ce lien est valable 7 jours, une seule fois.",
        "Confirmer cette adresse",
    ),
    "changement_d_adresse_demande": (
        "Un changement d’adresse a été demandé pour votre compte",
        "L’adresse de votre compte sera remplacée par {nouvelle} dès que quelqu’un l’aura confirmé à cette "
        "nouvelle adresse.\n\n"
        "Si ce n’est pas vous qui l’avez demandé, changez de mot de passe sans attendre : la demande ne "
        "vaudra plus rien.",
        "",
    ),
    "adresse_changee": (
        "L’adresse de votre compte a été changée",
        "L’adresse de votre compte est désormais {nouvelle}, et tous vos appareils ont été déconnectés.",
        "",
    ),
    "rattachement": (
        "Confirmez votre adresse pour vous connecter par {fournisseur}",
        "Quelqu’un vient de se connecter par {fournisseur} en donnant cette adresse. Si c’est vous, "
        "confirmez-le : vous pourrez ensuite vous connecter ainsi. Sinon, ne faites rien.\n\n"
        "Ce lien est valable 7 jours, une seule fois.",
        "Confirmer que c’est moi",
    ),
    "second_facteur_actif": (
        "Un second facteur protège votre compte",
        "Un code vous sera demandé à chaque connexion, après votre mot de passe.\n\n"
        "Si ce n’est pas vous qui l’avez voulu, changez de mot de passe et écrivez-nous.",
        "",
    ),
    "second_facteur_retire": (
        "Plus aucun second facteur ne protège votre compte",
        "Le second facteur de votre compte vient d’être retiré.\n\n"
        "Si ce n’est pas vous, changez de mot de passe sans attendre.",
        "",
    ),
    "code_de_secours_utilise": (
        "Un code de secours a servi à ouvrir votre compte",
        "Codes de secours qu’il vous reste : {reste}.\n\n"
        "Si ce n’est pas vous, changez de mot de passe sans attendre.",
        "",
    ),
    "second_facteur_bloque": (
        "Des codes erronés ont été donnés pour votre compte",
        "Quelqu’un a donné votre mot de passe, puis plusieurs codes erronés. Les codes sont refusés pendant "
        "une heure.\n\n"
        "Si ce n’est pas vous, changez de mot de passe sans attendre : il est connu d’un autre.",
        "",
    ),
}
