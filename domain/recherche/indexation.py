"""Writing the words of the dossiers that have changed (rules 3.18.2, 3.18.3).

One statement for many dossiers, as there may be hundreds of thousands to begin with. Two indexers would
write over each other’s newer words: they take turns.
"""

from sqlalchemy import func, select, text

from domain.formulaires.types_de_champ import FICHIERS, NON_REMPLISSABLES, TypeChamp
from domain.recherche.models import ANNOTATION, IDENTITE, REPONSE
from domain.transactions import Transaction

LOT = 500
VERROU = 0x6D6F7473
# PostgreSQL refuses a tsvector of more than a megabyte.
CARACTERES_MAX = 60_000

T = TypeChamp
CASES = (T.checkbox, T.yes_no)
SANS_MOTS = FICHIERS | NON_REMPLISSABLES | {T.date, T.datetime, T.carte, T.repetition}


def _liste(types: frozenset[TypeChamp] | tuple[TypeChamp, ...]) -> str:
    return "(" + ", ".join(f"'{type_champ}'" for type_champ in sorted(types)) + ")"


def _poids(texte: str, poids: str) -> str:
    """The words as they are, and their stems."""
    mots = f"left(mots_de({texte}), {CARACTERES_MAX})"
    return f"setweight(to_tsvector('simple', {mots}) || to_tsvector('french', {mots}), '{poids}')"


def _etablissement(e: str) -> str:
    colonnes = (
        "siret", "raison_sociale", "nom_commercial", "enseigne", "nom", "prenom", "localite",
        "code_postal", "libelle_naf",
    )  # fmt: skip
    return f"concat_ws(' ', {', '.join(f'{e}.{colonne}' for colonne in colonnes)})"


# A box that is ticked is found by its label. Parameters: dossiers.
INDEXER = text(f"""
WITH reponses AS (
  SELECT c.dossier_id, c.prive,
    string_agg(
      concat_ws(' ',
        CASE WHEN c.type_champ IN {_liste(CASES)}
          THEN CASE WHEN c.value = 'true' THEN t.libelle END
          ELSE coalesce(c.value, c.external_id) END,
        {_etablissement("e")}),
      ' ') AS texte
  FROM champs c
  JOIN dossiers d ON d.id = c.dossier_id
  LEFT JOIN types_de_champ t ON t.revision_id = d.revision_id AND t.stable_id = c.stable_id
  LEFT JOIN etablissements e ON e.id = c.etablissement_id
  WHERE c.dossier_id = ANY(:dossiers) AND c.flux = 'main' AND c.retire_le IS NULL
    AND c.type_champ NOT IN {_liste(SANS_MOTS)}
  GROUP BY c.dossier_id, c.prive
),
identites AS (
  SELECT d.id AS dossier_id,
    concat_ws(' ', u.email, d.usager_supprime_email, i.nom, i.prenom, i.email,
      d.mandataire_nom, d.mandataire_prenom, {_etablissement("e")}) AS texte
  FROM dossiers d
  LEFT JOIN comptes u ON u.id = d.usager_id
  LEFT JOIN individus i ON i.dossier_id = d.id
  LEFT JOIN etablissements e ON e.dossier_id = d.id
  WHERE d.id = ANY(:dossiers) AND d.state <> 'brouillon'
)
INSERT INTO mots_de_dossier (dossier_id, mots)
SELECT q.dossier_id,
  {_poids("q.texte", IDENTITE)}
  || {_poids("coalesce(publiques.texte, '')", REPONSE)}
  || {_poids("coalesce(privees.texte, '')", ANNOTATION)}
FROM identites q
LEFT JOIN reponses publiques ON publiques.dossier_id = q.dossier_id AND NOT publiques.prive
LEFT JOIN reponses privees ON privees.dossier_id = q.dossier_id AND privees.prive
ORDER BY q.dossier_id
ON CONFLICT (dossier_id) DO UPDATE SET mots = excluded.mots, indexe_le = excluded.indexe_le
""")

PRENDRE = text("""
DELETE FROM mots_a_indexer
WHERE id = ANY(ARRAY(SELECT id FROM mots_a_indexer ORDER BY id LIMIT :lot))
RETURNING dossier_id
""")


def indexer(tx: Transaction, *, lot: int = LOT) -> bool:
    """The oldest changes. False when there was nothing to do, or somebody else does it."""
    if not tx.session.scalar(select(func.pg_try_advisory_xact_lock(VERROU))):
        return False
    pris = sorted({numero for (numero,) in tx.session.execute(PRENDRE, {"lot": lot})})
    if pris:
        tx.session.execute(INDEXER, {"dossiers": pris})
    return bool(pris)
