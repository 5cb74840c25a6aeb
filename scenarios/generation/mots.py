"""Words that make a French dossier look like one."""

PRENOMS = (
    ("Mme", "Camille"), ("M", "Ali"), ("Mme", "Inès"), ("M", "Hugo"), ("Mme", "Léa"), ("M", "Yanis"),
    ("Mme", "Chloé"), ("M", "Étienne"), ("Mme", "Fatou"), ("M", "Gabriel"), ("Mme", "Manon"),
    ("M", "Noël"), ("Mme", "Zoé"), ("M", "Mehdi"), ("Mme", "Agnès"), ("M", "Loïc"),
    ("Mme", "Françoise"), ("M", "René"), ("Mme", "Aïcha"), ("M", "Thibault"),
)  # fmt: skip
NOMS = (
    "Martin", "Bernard", "Benali", "Lefèvre", "Moreau", "Nguyen", "Garcia", "Roux", "Traoré",
    "Fournier", "Girard", "Lambert", "Dupré", "Mercier", "Le Goff", "Da Silva", "Chevalier",
    "Hernandez", "Picard", "Étienne", "Rousseau", "Diallo", "Meyer", "Colin", "Brunet",
)  # fmt: skip
VOIES = (
    "rue de la République", "avenue Jean Jaurès", "rue des Écoles", "place de la Mairie",
    "chemin du Moulin", "boulevard Voltaire", "allée des Tilleuls", "impasse du Lavoir",
    "rue de l’Église", "quai de la Loire",
)  # fmt: skip
OBJETS = (
    "Ravalement de la façade sur rue", "Pose d’un échafaudage", "Réfection de la toiture",
    "Fête de quartier", "Installation d’une terrasse", "Création d’un accès pour véhicules",
    "Raccordement au réseau d’eau", "Déménagement avec monte-meuble", "Abattage d’un arbre malade",
    "Ouverture d’un commerce de bouche", "Organisation d’un vide-grenier", "Tournage d’un film",
)  # fmt: skip
PHRASES = (
    "Le chantier durera trois semaines.", "Les riverains ont été prévenus par courrier.",
    "Un plan est joint à la demande.", "La circulation sera maintenue par alternat.",
    "Nous restons à votre disposition pour toute précision.", "L’accès des secours est garanti.",
    "Les nuisances seront limitées aux jours ouvrés.", "Une assurance couvre l’opération.",
)  # fmt: skip
QUESTIONS_D_USAGER = (
    "Bonjour, savez-vous quand mon dossier sera traité ?", "Bonjour, voici la précision demandée.",
    "Bonjour, puis-je commencer dès lundi ?", "Merci pour votre retour.",
)  # fmt: skip
REPONSES_D_INSTRUCTEUR = (
    "Bonjour, votre dossier est en cours d’examen.", "Bonjour, merci de préciser la surface occupée.",
    "Bonjour, il manque la date de fin des travaux.", "Bonjour, votre demande est bien reçue.",
)  # fmt: skip
MOTIVATIONS = (
    "La demande ne remplit pas les conditions prévues.",
    "La demande est arrivée après la date limite.",
    "Le projet n’est pas conforme au règlement de voirie.",
)
AVIS = ("Avis favorable.", "Avis favorable sous réserve.", "Avis défavorable.", "Rien à signaler.")
SOCIETES = (
    "Boulangerie du Marché", "Travaux publics de l’Ouest", "Menuiserie Lambert", "Café des Arts",
    "Garage de la Gare", "Les Jardins partagés", "Transports Picard", "Imprimerie nouvelle",
)  # fmt: skip
COMMUNES = (
    "01053", "13201", "21231", "29232", "31555", "33063", "34172", "35238", "38185", "44109",
    "54395", "59350", "63113", "67482", "69381", "75119", "76540", "80021", "87085", "97411",
)  # fmt: skip
DEPARTEMENTS = ("01", "2A", "13", "22", "29", "31", "44", "59", "69", "75", "93", "974")
REGIONS = ("11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93")
PAYS = ("FR", "BE", "DE", "ES", "IT", "PT", "MA", "SN", "CA", "CH")
EPCI = ("200046977", "200054781", "243300316", "244400404", "200054807")
EPCI_DEPARTEMENTS = ("69", "75", "33", "44", "13")
UAI = ("0750655E", "0690026D", "0130040E", "0440012X", "0590119J")
