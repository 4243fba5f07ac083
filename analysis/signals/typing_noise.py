"""Texts as hurried thumbs type them: what the net learns from, and what it is tested with."""

from random import Random

KEYS = "qwertyuiopasdfghjklzxcvbnm"
SHORTEST_MISTYPED = 4  # letters; shorter words are seldom mistyped, and become other words
APOSTROPHES_LEFT_OUT = 0.35
SHARES_MISTYPED = (0.05, 0.10, 0.15)
CAPITALS = 0.06
FACES = ("😢", "🙃", "😂", "😬", "💔", "🤷", "😊", "👍")
FACE_ADDED = 0.1


def noisily(text: str, random: Random) -> str:
    """*text* with slips of the kinds that people make; the same for the same *random*."""
    if random.random() < APOSTROPHES_LEFT_OUT:
        text = text.replace("'", "").replace("’", "")
    words = text.split(" ")
    for _ in range(max(1, int(len(words) * random.choice(SHARES_MISTYPED)))):
        place = random.randrange(len(words))
        words[place] = _mistyped(words[place], random)
    typed = " ".join(words)
    if random.random() < FACE_ADDED:
        typed = f"{typed} {random.choice(FACES)}"
    return typed.upper() if random.random() < CAPITALS else typed


def _mistyped(word: str, random: Random) -> str:
    """Two letters swapped, one left out, doubled, or hit beside; or the word split in two."""
    if len(word) < SHORTEST_MISTYPED:
        return word
    at = random.randrange(1, len(word) - 1)
    return random.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + random.choice(KEYS) + word[at + 1 :],
            word[:at] + " " + word[at:],
        )
    )
