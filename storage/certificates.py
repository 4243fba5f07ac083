"""What an address says about a safe connection, checked before it is tried.

The driver calls every mistake in it by one name, or says that the connection was refused.
"""

import ssl
from collections.abc import Callable, Mapping
from pathlib import Path

MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
FILES = ("sslrootcert", "sslcrl", "sslcert", "sslkey")


def wrong_with_mode(asked: Mapping[str, str]) -> str | None:
    """*asked* is what stands after the address's question mark."""
    if asked.get("sslmode", "prefer") in MODES:
        return None
    return f"sslmode is written as {', '.join(MODES[:-1])} or {MODES[-1]}"


def wrong_with_files(asked: Mapping[str, str]) -> str | None:
    """Reads the files that are named. Says nothing of what is in them."""
    for name in FILES:
        if name in asked and not _is_readable(Path(asked[name])):
            return f"the file that {name} names can't be read"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for name in ("sslrootcert", "sslcrl"):
        if name in asked and not _is_taken(context.load_verify_locations, asked[name]):
            return f"the file that {name} names holds nothing of its kind (PEM)"
    if "sslcert" in asked and "sslkey" in asked:
        given = asked["sslcert"], asked["sslkey"], asked.get("sslpassword", "")
        if not _is_taken(context.load_cert_chain, *given):
            return "the files that sslcert and sslkey name are no certificate with its key (PEM)"
    return None


def _is_readable(file: Path) -> bool:
    try:
        with file.open("rb"):
            return True
    except (OSError, ValueError):
        return False


def _is_taken(load: Callable[..., None], *given: str) -> bool:
    try:
        load(*given)
    except (ssl.SSLError, ValueError, OSError):
        return False
    return True
