"""Exports: what was asked for, and what became of it. New tables only."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220180"
down_revision = "202611220170"

NATURES = ("demande", "archive", "programme")
FORMATS = ("csv", "xlsx", "ods", "zip", "json")
ONGLETS = ("a_suivre", "suivis", "traites", "tous", "expirant", "archives", "supprimes")
PERIODES = ("tout", "trente_jours")
CADENCES = ("quotidienne", "hebdomadaire", "mensuelle")
ETATS = ("en_attente", "en_cours", "pret", "echoue")
NUMEROS = postgresql.ARRAY(sa.BigInteger())


def un_de(*valeurs: str, nom: str) -> sa.Enum:
    return sa.Enum(*valeurs, name=nom, native_enum=False, create_constraint=True, length=40)


def colonne(nom: str, type_: sa.types.TypeEngine, defaut: str | None = None) -> sa.Column:
    """Never null; `defaut` is SQL."""
    return sa.Column(nom, type_, server_default=sa.text(defaut) if defaut else None, nullable=False)


def instant(nom: str, defaut: str | None = None) -> sa.Column:
    return colonne(nom, sa.DateTime(timezone=True), defaut)


def upgrade() -> None:
    creer_programmes()
    creer_exports()
    creer_modeles()


def creer_exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        colonne("nature", un_de(*NATURES, nom="nature"), "'demande'"),
        sa.Column("demarche_id", sa.BigInteger(), nullable=True),
        colonne("groupes", NUMEROS),
        colonne("entiere", sa.Boolean(), "false"),
        sa.Column("instructeur_id", sa.BigInteger(), nullable=True),
        sa.Column("administrateur_id", sa.BigInteger(), nullable=True),
        colonne("format", un_de(*FORMATS, nom="format")),
        sa.Column("onglet", un_de(*ONGLETS, nom="onglet"), nullable=True),
        colonne("avec_archives", sa.Boolean(), "false"),
        colonne("periode", un_de(*PERIODES, nom="periode"), "'tout'"),
        sa.Column("mois", sa.Date(), nullable=True),
        sa.Column("programme_id", sa.BigInteger(), nullable=True),
        sa.Column("depuis", sa.DateTime(timezone=True), nullable=True),
        sa.Column("jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("manifeste", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("modele", postgresql.JSONB(), nullable=True),
        colonne("empreinte", sa.Text()),
        colonne("dossiers", NUMEROS),
        colonne("nombre", sa.BigInteger()),
        colonne("nom", sa.Text()),
        colonne("etat", un_de(*ETATS, nom="etat"), "'en_attente'"),
        instant("demande_le", "now()"),
        instant("modifie_le", "now()"),
        sa.Column("commence_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("termine_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=True),
        instant("pas_avant", "now()"),
        colonne("tentatives", sa.BigInteger(), "0"),
        colonne("faits", sa.BigInteger(), "0"),
        colonne("manquants", sa.BigInteger(), "0"),
        sa.Column("erreur", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        colonne("cle", sa.Text()),
        sa.Column("objet", sa.Text(), nullable=True),
        sa.Column("taille", sa.BigInteger(), nullable=True),
        sa.Column("md5", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(instructeur_id, administrateur_id) <= 1",
            name=op.f("exports_demandeur_check"),
        ),
        sa.CheckConstraint(
            "(etat = 'pret') = (objet IS NOT NULL)", name=op.f("exports_pret_check")
        ),
        sa.CheckConstraint(
            "etat <> 'echoue' OR erreur IS NOT NULL", name=op.f("exports_echoue_check")
        ),
        sa.CheckConstraint(
            "nature <> 'archive' OR format = 'zip'", name=op.f("exports_archive_check")
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("exports_demarche_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["instructeur_id"],
            ["instructeurs.id"],
            name=op.f("exports_instructeur_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["administrateur_id"],
            ["administrateurs.id"],
            name=op.f("exports_administrateur_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes_d_export.id"],
            name=op.f("exports_programme_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("exports_pkey")),
        sa.UniqueConstraint("cle", name=op.f("exports_cle_key")),
    )
    op.create_index(
        "exports_a_faire_idx",
        "exports",
        ["pas_avant", "id"],
        postgresql_where=sa.text("etat IN ('en_attente', 'en_cours')"),
    )
    op.create_index("exports_demarche_idx", "exports", ["demarche_id", "demande_le", "id"])
    op.create_index("exports_empreinte_idx", "exports", ["empreinte", "id"])
    op.create_index(
        "exports_expire_idx",
        "exports",
        ["expire_le"],
        postgresql_where=sa.text("expire_le IS NOT NULL"),
    )
    op.create_index(op.f("exports_programme_id_idx"), "exports", ["programme_id"])
    op.create_index(op.f("exports_instructeur_id_idx"), "exports", ["instructeur_id"])
    op.create_index(op.f("exports_administrateur_id_idx"), "exports", ["administrateur_id"])


def creer_modeles() -> None:
    op.create_table(
        "modeles_d_export",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        colonne("groupe_instructeur_id", sa.BigInteger()),
        colonne("nom", sa.Text()),
        colonne("format", un_de(*FORMATS, nom="format")),
        colonne("partage", sa.Boolean(), "false"),
        colonne("contenu", postgresql.JSONB()),
        instant("cree_le", "now()"),
        instant("modifie_le", "now()"),
        sa.CheckConstraint("btrim(nom) <> ''", name=op.f("modeles_d_export_nom_check")),
        sa.CheckConstraint(
            "format <> 'json'", name=op.f("modeles_d_export_format_de_modele_check")
        ),
        sa.ForeignKeyConstraint(
            ["groupe_instructeur_id"],
            ["groupes_instructeurs.id"],
            name=op.f("modeles_d_export_groupe_instructeur_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("modeles_d_export_pkey")),
    )
    op.create_index(
        op.f("modeles_d_export_groupe_instructeur_id_idx"),
        "modeles_d_export",
        ["groupe_instructeur_id"],
    )


def creer_programmes() -> None:
    op.create_table(
        "programmes_d_export",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        colonne("demarche_id", sa.BigInteger()),
        colonne("groupes", NUMEROS),
        colonne("entiere", sa.Boolean(), "false"),
        sa.Column("instructeur_id", sa.BigInteger(), nullable=True),
        sa.Column("administrateur_id", sa.BigInteger(), nullable=True),
        colonne("format", un_de(*FORMATS, nom="format")),
        sa.Column("modele", postgresql.JSONB(), nullable=True),
        colonne("cadence", un_de(*CADENCES, nom="cadence")),
        colonne("heure", sa.BigInteger()),
        sa.Column("jour", sa.BigInteger(), nullable=True),
        colonne("incremental", sa.Boolean(), "false"),
        sa.Column("jusqu_a", sa.DateTime(timezone=True), nullable=True),
        instant("prochain_le"),
        colonne("secret", sa.Text()),
        instant("cree_le", "now()"),
        sa.Column("arrete_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raison", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(instructeur_id, administrateur_id) = 1",
            name=op.f("programmes_d_export_demandeur_check"),
        ),
        sa.CheckConstraint("heure BETWEEN 0 AND 23", name=op.f("programmes_d_export_heure_check")),
        sa.CheckConstraint(
            "(cadence = 'quotidienne') = (jour IS NULL)",
            name=op.f("programmes_d_export_jour_check"),
        ),
        sa.CheckConstraint(
            "jour BETWEEN 1 AND 28", name=op.f("programmes_d_export_jour_du_mois_check")
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("programmes_d_export_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instructeur_id"],
            ["instructeurs.id"],
            name=op.f("programmes_d_export_instructeur_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["administrateur_id"],
            ["administrateurs.id"],
            name=op.f("programmes_d_export_administrateur_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("programmes_d_export_pkey")),
    )
    for colonne_indexee in ("demarche_id", "instructeur_id", "administrateur_id"):
        op.create_index(
            op.f(f"programmes_d_export_{colonne_indexee}_idx"),
            "programmes_d_export",
            [colonne_indexee],
        )
    op.create_index(
        "programmes_d_export_dus_idx",
        "programmes_d_export",
        ["prochain_le"],
        postgresql_where=sa.text("arrete_le IS NULL"),
    )
