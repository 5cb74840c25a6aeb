"""The pages of links, by what they do."""

from server.connexion.pages.modele import Champ, Page

NOUVEAU = Champ(
    "motDePasse", "Mot de passe", "password", "new-password",
    "Au moins 12 caractères, difficiles à deviner : par exemple plusieurs mots sans rapport entre eux.",
)  # fmt: skip
CONNECTEZ_VOUS = ("Vous pouvez maintenant vous connecter avec votre adresse électronique.",)

MOT_DE_PASSE = Page(
    "Choisir un mot de passe",
    ("Il remplacera l’ancien, et vos appareils seront déconnectés.",),
    (NOUVEAU,),
    "Enregistrer",
    "Votre mot de passe est enregistré",
    CONNECTEZ_VOUS,
)
DEBLOCAGE = Page(
    "Débloquer votre compte",
    ("Il a été bloqué pour une heure après plusieurs mots de passe erronés.",),
    bouton="Débloquer mon compte",
    fait="Votre compte est débloqué",
    apres=CONNECTEZ_VOUS,
)
APPAREIL = Page(
    "Confirmer cet appareil",
    (
        "Ne confirmez que si vous venez de vous connecter ici, et que cet appareil est le vôtre.",
        "Votre mot de passe restera demandé.",
    ),
    bouton="Confirmer cet appareil",
    fait="Cet appareil est confirmé pour un mois",
    apres=CONNECTEZ_VOUS,
)
INSCRIPTION = Page(
    "Créer votre compte",
    ("Choisissez le mot de passe de votre compte.",),
    (NOUVEAU,),
    "Créer mon compte",
    "Votre compte est créé",
    ("Vous vous connecterez avec votre adresse électronique et ce mot de passe.",),
)
ADRESSE = Page(
    "Confirmer votre nouvelle adresse",
    ("Elle remplacera l’ancienne, et vos appareils seront déconnectés.",),
    bouton="Confirmer cette adresse",
    fait="Votre adresse est changée",
    apres=("Connectez-vous avec votre nouvelle adresse.",),
)
RATTACHEMENT = Page(
    "Confirmer que c’est vous",
    (
        "Quelqu’un s’est connecté ailleurs en donnant cette adresse. Ne confirmez que si c’est vous : il "
        "pourra ensuite se connecter à votre compte ainsi.",
    ),
    bouton="Confirmer que c’est moi",
    fait="C’est confirmé",
    apres=("Connectez-vous à nouveau de la même manière.",),
)
SECOND_FACTEUR = Page(
    "Donner un code",
    champs=(Champ("code", "Code à six chiffres, ou code de secours", remplissage="one-time-code"),),
    bouton="Se connecter",
    fait="Vous êtes connecté",
)
A_CHOISIR = Page(
    "Activer un second facteur",
    ("Ce compte doit être protégé par une application qui fait des codes.",),
    bouton="Activer un second facteur",
)
CONFIRMATION = Page("Activer le second facteur", champs=SECOND_FACTEUR.champs, bouton="Activer")
