"""Digests of passwords, made in threads, a few at a time: each takes a core and 19 MiB."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from domain.comptes import mots_de_passe

V = TypeVar("V")

A_LA_FOIS = 4


class Hachage:
    def __init__(self) -> None:
        self._places = asyncio.Semaphore(A_LA_FOIS)

    async def verifier(self, mot_de_passe: str, hache: str | None) -> bool:
        return await self._faire(lambda: mots_de_passe.verifier(mot_de_passe, hache))

    async def renouveler(self, mot_de_passe: str, hache: str) -> str:
        """The same digest, or ours if it was made by an older manner."""
        if not mots_de_passe.a_renouveler(hache):
            return hache
        return await self._faire(lambda: mots_de_passe.hacher(mot_de_passe))

    async def choisir(self, mot_de_passe: str, *, email: str) -> str:
        """Raises DomainError for one that is not good enough (rules 11.1)."""

        def hacher() -> str:
            mots_de_passe.exiger_un_bon(mot_de_passe, personne=[email])
            return mots_de_passe.hacher(mot_de_passe)

        return await self._faire(hacher)

    async def _faire(self, calculer: Callable[[], V]) -> V:
        async with self._places:
            return await asyncio.to_thread(calculer)
