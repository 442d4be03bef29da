"""Does a service at an address answer? Exit code 0 if it does, for the container's health check."""

from __future__ import annotations

import sys
from urllib.error import HTTPError
from urllib.request import urlopen

__all__ = ["answers"]

SECONDS = 4


def answers(address: str) -> bool:
    """True where the service answers well, or asks for a token, which also shows that it works."""
    try:
        with urlopen(address, timeout=SECONDS) as reply:
            return bool(reply.status == 200)
    except HTTPError as error:
        return error.code == 401
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
