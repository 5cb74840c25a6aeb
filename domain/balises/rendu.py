"""A template becomes a text. Pure: the same template and the same facts give the same words."""

from collections.abc import Iterable, Mapping
from functools import cache

from domain.balises.champs import BaliseDeChamp, balises_du_formulaire
from domain.balises.faits import Faits, Lien, Valeur
from domain.balises.syntaxe import Mention, lire
from domain.balises.table import BALISES, Balise, Usage
from domain.dossiers.states import State
from domain.formulaires.formulaire import Formulaire

UneBalise = Balise | BaliseDeChamp


@cache
def des_demarches() -> dict[str, Balise]:
    """By id and by label: no label is the id of another."""
    return {cle: balise for balise in BALISES for cle in (balise.libelle, balise.id)}


def des_champs(formulaire: Formulaire | None) -> Mapping[str, BaliseDeChamp]:
    """By id and by label. Of two champs of the same name the first in the form is meant, and before
    it one that may serve."""
    trouvees: dict[str, BaliseDeChamp] = {}
    for balise in balises_du_formulaire(formulaire) if formulaire else ():
        trouvees[balise.id] = balise
        deja = trouvees.get(balise.libelle)
        if deja is None or (deja.empechement and not balise.empechement):
            trouvees[balise.libelle] = balise
    return trouvees


def est_fixe(mention: Mention) -> bool:
    """Whether the tag is every démarche's: valuing it needs no form and no answer."""
    return mention.cle in des_demarches()


class Rendu:
    """What each mention of one kind of template is worth, for one dossier in one state.

    `etat` is what the template tells of: the mail of a deposit that is accepted at once still speaks
    of a deposit. A mention that is no tag, or that may not stand here, is left as it was written:
    templates are verified when they are saved, and a hole in a sentence would hide that one was not.
    """

    def __init__(self, faits: Faits, *, usage: Usage, etat: State) -> None:
        self._faits = faits
        self._usage = usage
        self._etat = etat
        self._champs = des_champs(faits.formulaire)

    def valeur(self, mention: Mention) -> Valeur | None:
        """None when the mention is worth nothing here."""
        fixe = des_demarches().get(mention.cle)
        if fixe is not None:
            permise = self._usage in fixe.usages and fixe.si(self._faits.demarche)
            return fixe.valeur(self._faits) if permise and self._etat in fixe.etats else None
        balise = self._champs.get(mention.cle)
        if balise is None or balise.empechement or self._etat not in balise.etats:
            return None
        return balise.valeur(self._faits)

    def texte_de(self, mention: Mention, *, ecrite: str | None = None) -> str:
        valeur = self.valeur(mention)
        if valeur is None:
            return f"--{mention.cle}--" if ecrite is None else ecrite
        return valeur.url if isinstance(valeur, Lien) else valeur

    def texte(self, modele: str) -> str:
        """`modele` is plain text, and so is what comes out: its values are not read again."""
        return "".join(m if isinstance(m, str) else self.texte_de(m) for m in lire(modele))


def champs_nommes(mentions: Iterable[Mention]) -> list[Mention]:
    return [mention for mention in mentions if not est_fixe(mention)]
