"""Labels that people read, and the keys that stand for them in files and answers."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from surveys.values import OptionKey

LONGEST_KEY = 60


def option_keys(labels: Iterable[str], *, taken: Collection[str] = ()) -> list[OptionKey]:
    """A key for each label, always the same for the same list: 'Most of the time' most_of_the_time.

    Letters of every script stay. A label of signs alone is called what its signs are called.
    """
    keys: list[OptionKey] = []
    for label in labels:
        key = slug(label)
        number = 2
        while key in keys or key in taken:
            key = f"{slug(label)}_{number}"
            number += 1
        keys.append(OptionKey(key))
    return keys


def slug(label: str) -> str:
    """The label in small letters and digits, with _ between words."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", plain))
    if not words:
        names = " ".join(unicodedata.name(sign, f"u{ord(sign):x}") for sign in plain)
        words = re.findall(r"[a-z0-9]+", names.casefold())
    return "_".join(words)[:LONGEST_KEY].rstrip("_")


def same(label: str) -> str:
    """Labels that a reader would take for the same are the same."""
    return " ".join(unicodedata.normalize("NFKC", label).replace("’", "'").casefold().split())
