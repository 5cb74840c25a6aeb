"""The official French geography: what a code is called, and what lies within what.

Import a module and ask it by its own name: `communes.nom("75119")`, `pays.tous()`. Nothing is read
before the first question, and nothing outside the installed files is ever asked: a dossier keeps
its place names when the network is down.
"""
