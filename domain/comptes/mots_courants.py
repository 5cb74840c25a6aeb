"""Words that French people put in their passwords, which lists made elsewhere do not know."""

MOTS_COURANTS = (
    "motdepasse", "motdepass", "passe", "azerty", "azertyuiop", "qsdfghjklm", "wxcvbn", "bonjour",
    "bonsoir", "soleil", "doudou", "chouchou", "loulou", "coucou", "jetaime", "amour", "coeur", "chocolat",
    "bisous", "cheval", "chat", "chien", "lapin", "papillon", "marseille", "paris", "lyon", "toulouse",
    "bordeaux", "nantes", "lille", "rennes", "strasbourg", "france", "francais", "bretagne", "corse",
    "nicolas", "thomas", "camille", "julien", "isabelle", "sandrine", "nathalie", "stephane", "olivier",
    "jerome", "sebastien", "celine", "aurelie", "marine", "antoine", "alexandre", "vincent", "philippe",
    "janvier", "fevrier", "mars", "avril", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "printemps", "ete",
    "automne", "hiver", "maison", "vacances", "voiture", "famille", "enfant", "maman", "papa", "princesse",
    "football", "rugby", "mairie", "prefecture", "ministere", "prefet", "departement", "region", "commune",
    "administration", "service", "dossier", "demarche", "demarches", "guichet", "instructeur", "bureau",
    "liberte", "egalite", "fraternite", "republique", "marianne", "secret", "ordinateur", "internet",
)  # fmt: skip
