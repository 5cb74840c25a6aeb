"""Everything that may die is killed while dossiers are decided; then what is left is counted."""
