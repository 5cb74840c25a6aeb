"""The sheet Avis (rules 8.5.2)."""

from exports.colonnes.contenu import Avis
from exports.colonnes.tableau import Colonne, Tableau, a_paris

NOM = "Avis"


AVIS: Tableau[Avis] = Tableau(
    [
        Colonne("Dossier ID", lambda avis: str(avis.dossier_id)),
        Colonne("Introduction", lambda avis: avis.introduction),
        Colonne("Réponse", lambda avis: avis.reponse),
        Colonne("Question", lambda avis: avis.question),
        Colonne("Réponse oui/non", lambda avis: avis.question_reponse),
        Colonne("Créé le", lambda avis: a_paris(avis.cree_le)),
        Colonne("Répondu le", lambda avis: a_paris(avis.modifie_le)),
        Colonne("Instructeur", lambda avis: avis.demandeur),
        Colonne("Expert", lambda avis: avis.expert),
    ]
)
