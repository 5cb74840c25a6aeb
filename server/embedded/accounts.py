"""PostgreSQL refuses to run as root: which account it gets instead."""

import os
import pwd
import subprocess
from pathlib import Path

from server.embedded.process import Account
from server.refus import Refus

CANDIDATES = ("guichet", "nobody")


def account_for(data: Path) -> Account | None:
    """The account to run PostgreSQL under; None when we are not root and run it as ourselves.

    The owner of an existing cluster keeps it: PostgreSQL accepts no other.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return _account(pwd.getpwuid(owner))
    for name in CANDIDATES:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise Refus("PostgreSQL ne tourne pas sous root, et ni « guichet » ni « nobody » n’existent.")


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_run(account: Account | None, program: Path) -> bool:
    """Whether this account may execute this program: a checkout under /root, mode 0700, hides it."""
    if account is None:
        return True
    return _as(account, [str(program), "--version"])


def can_enter(account: Account | None, folder: Path) -> bool:
    return account is None or _as(account, ["/bin/sh", "-c", 'cd -- "$0"', str(folder)])


def _as(account: Account, command: list[str]) -> bool:
    try:
        done = subprocess.run(
            command,
            cwd="/",
            capture_output=True,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0
