"""What in a text would help somebody guess who said it, once the redactor has taken out names.

One such piece alone fits many people; two together may fit one. So a quote has one at most. The
lists are short and lean to too much: what is found needlessly costs a quote, no more.
"""

import re
from enum import StrEnum

from analysis.words import Phrases, words
from surveys.values import Value

MOST_IN_A_QUOTE = 1


class Trait(StrEnum):
    AGE = "age"
    AGENCY = "agency"
    ROLE = "role"
    PLACE = "place"
    DATE = "date"
    FAMILY = "family"
    CONDITION = "condition"
    BACKGROUND = "background"


class Piece(Value):
    """*text* is what is typed there."""

    trait: Trait
    text: str


_LISTS = {
    Trait.AGENCY: """
        camhs; cafcass; youth offending; yot; nspcc; barnardo*; women's aid; refuge; probation;
        hospital; a and e; police; fire service; army; navy; children's home; secure unit; prison;
        food bank; youth club; scouts; brownies; cadets; mosque; church; temple; synagogue
    """,
    Trait.ROLE: """
        headteacher; head teacher; deputy head; senco; health visitor; midwife; gp; paediatrician;
        psychologist; psychiatrist; advocate; guardian; judge; solicitor; school nurse; reviewing
        officer; iro; childminder; foster mum; foster dad; foster carer*; interpreter; translator;
        police officer; i am a doctor; i am a nurse; i am a teacher; adoptive
    """,
    Trait.PLACE: """
        village; farm; estate; caravan; hostel; hotel; boat; island; seaside; moved here from;
        moved from; came from; north side; south side; city centre
    """,
    Trait.DATE: """
        january; february; april; june; july; august; september; october; november; december;
        christmas; easter; eid; ramadan; diwali; hanukkah; my birthday; bonfire night; halloween;
        last monday; last tuesday; last wednesday; last thursday; last friday; last saturday;
        last sunday; in march; in may
    """,
    Trait.FAMILY: """
        twin*; triplets; only child; stepdad; step dad; stepmum; step mum; two mums; two dads;
        half brother; half sister; my baby; pregnant; grandma's; grandparents; widow*; died; funeral
    """,
    Trait.CONDITION: """
        autis*; asperger*; adhd; epilep*; diabet*; cancer; leukaemia; wheelchair; deaf; blind;
        downs; down's syndrome; cerebral palsy; cystic fibrosis; sickle cell; feeding tube;
        dialysis; bipolar; schizophren*; psychosis; anorexi*; bulimi*; tourette*; dyslexi*;
        transplant
    """,
    Trait.BACKGROUND: """
        asylum; refugee*; traveller*; gypsy; roma; muslim; jewish; christian; hindu; sikh; polish;
        romanian; ukrainian; somali; syrian; afghan; kurdish; pakistani; bangladeshi; nigerian;
        transgender; trans; non-binary; gay; lesbian
    """,
}
_PHRASES: Phrases[Trait] = Phrases(
    (" ".join(phrase.split()), trait)
    for trait, listing in _LISTS.items()
    for phrase in listing.split(";")
)
_NUMBERS = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen)"
)
_PATTERNS = (
    (
        Trait.AGE,
        re.compile(
            rf"\b{_NUMBERS}[- ]?(?:years?|yrs?|months?)[- ]old\b|\baged? {_NUMBERS}\b"
            rf"|\b(?:i'?m|i am|he'?s|she'?s|he is|she is|was|when i was|turned) {_NUMBERS}"
            r"(?! (?:of|times|minutes|hours|days|weeks|months|years|miles|people|percent)\b)\b"
            rf"|\byear {_NUMBERS}\b|\breception class\b",
            re.IGNORECASE,
        ),
    ),
    (
        Trait.FAMILY,
        re.compile(
            rf"\b{_NUMBERS} (?:\w+ )?(?:kids|children|brothers|sisters|siblings|sons|daughters"
            r"|boys|girls)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Trait.DATE,
        re.compile(
            r"\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b",
            re.IGNORECASE,
        ),
    ),
)


def identifying(text: str) -> tuple[Piece, ...]:
    """Every different piece once, by where it first stands."""
    plain = text.replace("’", "'").replace("ʼ", "'")
    found = [
        (match.start(), Piece(trait=trait, text=match[0].casefold()))
        for trait, pattern in _PATTERNS
        for match in pattern.finditer(plain)
    ]
    for match in _PHRASES.found(words(plain)):
        start, end = match.words[0].start, match.words[-1].end
        found.append((start, Piece(trait=match.meaning, text=plain[start:end].casefold())))
    found.sort(key=lambda one: (one[0], one[1].trait, one[1].text))
    return tuple(dict.fromkeys(piece for _, piece in found))


def may_be_quoted(text: str) -> bool:
    """Whether it has few enough of them. A person still decides."""
    return len(identifying(text)) <= MOST_IN_A_QUOTE
