class Refus(Exception):
    """What stops a command and that its operator can put right: one French line, and an exit code.

    Raised anywhere under the command line, caught once in `server.cli.main`. Code 2 means that
    what was typed or set is wrong (shells and argparse agree on it), 1 that the machine is.
    """

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
