"""Plain sayings that are always flagged, whatever the learned net makes of the words around them.

Drawn from what children, families and workers are known to say. Each is rare in ordinary comments;
bare danger words ("knife", "neglect", "hit") are everyday vocabulary here and are not among them.
Nor is "hit me": two in three who write it tell of a ball, a brother or long ago.
"""

from collections.abc import Sequence
from typing import NamedTuple

from analysis.words import Match, Phrases, Word


class Saying(NamedTuple):
    category: str
    is_immediate: bool = False


LATELY = ("last night", "this morning", "yesterday", "today")
STRUCK = ("kicked", "punched", "slapped", "smacked", "strangled")
BY = (
    "he", "she", "they", "dad", "mum", "stepdad", "stepmum", "uncle", "boyfriend", "partner",
    "father", "mother", "brother", "sister", "nan", "grandad", "husband", "wife",
    "worker", "workers", "sw", "carer", "carers", "teacher", "teachers", "coach",
)  # fmt: skip
# "It hit me this morning" and "the caseload hit us today" are everyday, so is "she hurt me".
STRUCK_LATELY = "; ".join(
    f"{what} me {when}"
    for what in (*STRUCK, *(f"{who} {verb}" for who in BY for verb in ("hit", "hurt")))
    for when in LATELY
)
WORKERS = (
    "social worker", "sw", "key worker", "support worker", "family worker", "youth worker",
    "residential worker", "foster carer", "foster dad", "foster mum", "teacher", "coach",
    "social workers", "support workers", "foster carers", "teachers",
)  # fmt: skip
BY_A_WORKER = "; ".join(
    [f"{who} {verb} me" for who in WORKERS for verb in ("hit", "hits", *STRUCK, "touched")]
    + [f"hit by {whose} {who}" for whose in ("my", "the", "our") for who in WORKERS]
)

SAYINGS = {
    Saying("missing", is_immediate=True): """
        missing since; been missing; gone since; not been home since; did not come home last night;
        not rung it in; not saying where; no idea where he is; no idea where she is;
        do not know where he is; do not know where she is; do not know where they are;
        nobody knows where he is; nobody knows where she is; not at my placement
    """,
    Saying("self_harm_suicide", is_immediate=True): """
        do not want to be here; do not want to live; do not want to be alive; kill myself;
        end it all; end my life; saving tablets; saving my tablets; better off without me;
        not wake up; i want to die; wish i was dead; no point me being here
    """,
    Saying("domestic_abuse", is_immediate=True): """
        will kill me; hell kill me; shell kill me; will kill us; will kill her; strangled me;
        by the throat; round my neck; round her neck; held a knife; reading over my shoulder
    """,
    Saying("physical"): f"""
        have to say she fell; have to say he fell; have to say i fell; told to say i fell;
        told me to say i fell; gets the belt; the belt on; hits me; hits us; hurts me; burnt me;
        punches me; slaps me; smacks me hard; kicked me; marks on my legs; scared to go home;
        frightened to go home; {STRUCK_LATELY}
    """,
    Saying("emotional"): """
        locks me in; locks us in; locked me in my; wishes i was never born; wish i was never born
    """,
    Saying("sexual"): """
        our secret; our little secret; touches me; touched me; comes in my room; comes into my room;
        pics of me; pictures of me to; do not tell your mum; not to tell mum; made me touch
    """,
    Saying("neglect"): """
        no food in the house; nothing to eat at home; locks the fridge; locks the kitchen;
        left us on our own; left on their own all; nobody feeds
    """,
    Saying("exploitation"): """
        owe them money; owes them money; going country; post it if i do not; trap phone
    """,
    Saying("unaddressed_risk"): """
        told to close it; was told to close; nobody went; no one went; nobody has seen the child;
        nobody has seen him; nobody has seen her; nobody has seen them; no one has seen the child;
        not been seen since; did not refer; have not reported; have not told anyone; not logged it;
        somebody else had rung; somebody else had reported; someone else had rung;
        someone else had reported; those children are not safe; are not safe there;
        no one has done a thing; nobody has done a thing; no one has done anything
    """,
    Saying("allegation_staff"): f"""
        messages me on insta; messages me on snap; sits on my bed; pulls my hair when;
        pinned me down; locks the fridge and;
        {BY_A_WORKER}
    """,
}
PHRASES: Phrases[Saying] = Phrases(
    (phrase.strip(), saying) for saying, listed in SAYINGS.items() for phrase in listed.split(";")
)


def sayings(words: Sequence[Word]) -> list[Match[Saying]]:
    """The sayings in the words of a text, the most urgent first."""
    return sorted(PHRASES.found(words), key=lambda match: not match.meaning.is_immediate)
