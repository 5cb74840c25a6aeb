"""`python -m server`: the command line, from the checkout, whatever else is installed."""

from server.cli import main

main()
