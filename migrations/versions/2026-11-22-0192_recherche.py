"""The instructeur’s home: search, order of démarches, contacts of groupes, messages to drafts, news.

New tables, a column without a default, and a trigger: each lock is held for a moment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220192"
down_revision = "202611220190"

# Words without accents nor punctuation: « l’Été-2026 » is « l ete 2026 ». What it leaves is letters and
# digits, so that a word may stand between quotes in a tsquery whatever its author typed.
MOTS_DE = """
CREATE FUNCTION mots_de(texte text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN btrim(regexp_replace(lower(unaccent(texte)), '[^[:alnum:]]+', ' ', 'g'))
"""

# All the words, each as the beginning of one that is written, or of a stem. Those that say nothing (« de »,
# « la ») count only when there are no others. `poids` limits which words of a dossier are looked at.
DEMANDE = """
CREATE FUNCTION demande_de_recherche(texte text, poids text) RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
  WITH mots AS (
    SELECT DISTINCT mot, ts_lexize('french_stem', mot) AS racine
    FROM string_to_table(mots_de(texte), ' ') AS mot
    WHERE mot <> ''
  ),
  utiles AS (
    SELECT mot, racine[1] AS racine FROM mots
    WHERE cardinality(racine) > 0 OR NOT EXISTS (SELECT FROM mots WHERE cardinality(racine) > 0)
    LIMIT 10
  )
  SELECT CAST(string_agg(
    '(''' || mot || ''':*' || poids || coalesce(' | ''' || racine || ''':*' || poids, '') || ')', ' & '
  ) AS tsquery)
  FROM utiles
)
"""

# A row for each change: whoever reads them takes those that are committed, and misses none.
A_INDEXER = """
CREATE FUNCTION noter_a_indexer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mots_a_indexer (dossier_id) VALUES (NEW.id);
  RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute(MOTS_DE)
    op.execute(DEMANDE)
    _recherche()
    _places()
    _contacts()
    _envois()
    op.create_table(
        "nouveautes_vues",
        _numero("compte_id"),
        sa.Column("jusqu_au", sa.Date(), nullable=False),
        _vers("nouveautes_vues", "compte_id", "comptes.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("compte_id", name=op.f("nouveautes_vues_pkey")),
    )
    op.add_column("revisions", sa.Column("publiee_par", sa.Text(), nullable=True))


def _recherche() -> None:
    op.create_table(
        "mots_de_dossier",
        _numero("dossier_id"),
        sa.Column("mots", postgresql.TSVECTOR(), nullable=False),
        _maintenant("indexe_le"),
        _vers("mots_de_dossier", "dossier_id", "dossiers.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("mots_de_dossier_pkey")),
    )
    op.create_index("mots_de_dossier_idx", "mots_de_dossier", ["mots"], postgresql_using="gin")
    op.create_table(
        "mots_a_indexer",
        _identite(),
        _numero("dossier_id"),
        _maintenant("demande_le"),
        sa.PrimaryKeyConstraint("id", name=op.f("mots_a_indexer_pkey")),
    )
    op.execute(A_INDEXER)
    op.execute(
        "CREATE TRIGGER dossiers_a_indexer AFTER INSERT OR UPDATE OF modifie_le ON dossiers "
        "FOR EACH ROW WHEN (NEW.state <> 'brouillon') EXECUTE FUNCTION noter_a_indexer()"
    )
    op.execute(
        "INSERT INTO mots_a_indexer (dossier_id) SELECT id FROM dossiers WHERE state <> 'brouillon'"
    )


def _places() -> None:
    op.create_table(
        "places_de_demarche",
        _numero("instructeur_id"),
        _numero("demarche_id"),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("revision_vue_id", sa.BigInteger(), nullable=True),
        _vers("places_de_demarche", "instructeur_id", "instructeurs.id"),
        _vers("places_de_demarche", "demarche_id", "demarches.id", ondelete="CASCADE"),
        _vers("places_de_demarche", "revision_vue_id", "revisions.id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint(
            "instructeur_id", "demarche_id", name=op.f("places_de_demarche_pkey")
        ),
    )
    op.create_index(
        op.f("places_de_demarche_demarche_id_idx"), "places_de_demarche", ["demarche_id"]
    )


def _contacts() -> None:
    op.create_table(
        "contacts_de_groupe",
        _numero("groupe_instructeur_id"),
        *(
            sa.Column(nom, sa.Text(), nullable=False)
            for nom in ("nom", "email", "telephone", "horaires", "adresse")
        ),
        _maintenant("modifie_le"),
        _vers(
            "contacts_de_groupe",
            "groupe_instructeur_id",
            "groupes_instructeurs.id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("groupe_instructeur_id", name=op.f("contacts_de_groupe_pkey")),
    )


def _envois() -> None:
    op.create_table(
        "envois_aux_brouillons",
        _identite(),
        _numero("demarche_id"),
        _numero("instructeur_id"),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        _maintenant("envoye_le"),
        sa.Column("termine_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("btrim(corps) <> ''", name=op.f("envois_aux_brouillons_corps_check")),
        _vers("envois_aux_brouillons", "demarche_id", "demarches.id", ondelete="CASCADE"),
        _vers("envois_aux_brouillons", "instructeur_id", "instructeurs.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("envois_aux_brouillons_pkey")),
    )
    op.create_index(
        "envois_aux_brouillons_demarche_idx", "envois_aux_brouillons", ["demarche_id", "id"]
    )
    op.create_table(
        "destinataires_d_envoi",
        _numero("envoi_id"),
        _numero("dossier_id"),
        sa.Column("fait_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("echec", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "echec IS NULL OR message_id IS NULL",
            name=op.f("destinataires_d_envoi_echec_ou_message_check"),
        ),
        sa.CheckConstraint(
            "fait_le IS NOT NULL OR (echec IS NULL AND message_id IS NULL)",
            name=op.f("destinataires_d_envoi_fait_check"),
        ),
        _vers("destinataires_d_envoi", "envoi_id", "envois_aux_brouillons.id", ondelete="CASCADE"),
        _vers("destinataires_d_envoi", "dossier_id", "dossiers.id", ondelete="CASCADE"),
        _vers("destinataires_d_envoi", "message_id", "messages.id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("envoi_id", "dossier_id", name=op.f("destinataires_d_envoi_pkey")),
    )
    op.create_index(
        "destinataires_d_envoi_a_faire_idx",
        "destinataires_d_envoi",
        ["envoi_id", "dossier_id"],
        postgresql_where=sa.text("fait_le IS NULL"),
    )
    for colonne in ("dossier_id", "message_id"):
        op.create_index(
            op.f(f"destinataires_d_envoi_{colonne}_idx"), "destinataires_d_envoi", [colonne]
        )


def _identite() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _numero(nom: str) -> sa.Column[int]:
    return sa.Column(nom, sa.BigInteger(), nullable=False)


def _maintenant(nom: str) -> sa.Column[object]:
    return sa.Column(
        nom, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _vers(
    table: str, colonne: str, cible: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [colonne], [cible], ondelete=ondelete, name=op.f(f"{table}_{colonne}_fkey")
    )
