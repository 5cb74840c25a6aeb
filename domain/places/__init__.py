"""The place of a démarche on an instructeur’s desk: its rank, and what he has seen of its form."""
