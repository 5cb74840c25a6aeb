"""What is new in Guichet, told to each role (rules 4.18)."""
