"""What a démarche makes known of the dossiers that it received (rules 4.14)."""
