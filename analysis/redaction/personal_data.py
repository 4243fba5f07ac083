"""What personal data looks like when it is certain.

Each rule has a form that only its own kind has, a check digit, or a word beside it that says what
it is. Every pattern is bounded, or possessive and begun only where a run of its letters begins, so
that no stretch of a text is scanned from many starting points: time grows with the text, whatever
it is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from analysis.word_lists import (
    NO_HANDLES,
    NO_SURNAMES,
    NOT_A_SCHOOLS_NAME,
    NOT_IN_A_STREET,
    ORDINALS,
    POSTCODE_AREAS,
    STREETS,
    THREE_LETTERS,
    UNITS,
    listed,
)

Kind = Literal[
    "email",
    "handle",
    "national_insurance",
    "upn",
    "phone",
    "nhs_number",
    "postcode",
    "vehicle",
    "date_of_birth",
    "case_id",
    "address",
    "school",
    "place",
    "name",
]

MARKS: dict[Kind, str] = {
    "email": "[email]",
    "handle": "[handle]",
    "national_insurance": "[National Insurance number]",
    "upn": "[pupil number]",
    "phone": "[phone]",
    "nhs_number": "[NHS number]",
    "postcode": "[postcode]",
    "vehicle": "[car registration]",
    "date_of_birth": "[date of birth]",
    "case_id": "[case number]",
    "address": "[address]",
    "school": "[school]",
    "place": "[place]",
    "name": "[name]",
}

# People set numbers out with spaces, dots, dashes, and invisible signs that a phone leaves behind.
GAP = "[ \\t\u00a0\u2000-\u200f\u2010-\u2014\u202a-\u202f\u2060-\u2069\ufeff.-]"
DIGIT = re.compile(r"\d")
LETTERS = re.compile(r"[^\W\d_]+")

MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = "(?:(?:19|20)[0-9]{2}|['’][0-9]{2})"
DAY = "[0-3]?[0-9](?:st|nd|rd|th)?"
DATE = (
    rf"(?:{DAY}(?: of)? {MONTH}(?:,? {YEAR}|,? [0-9]{{2}}(?![\w:.]))?"
    rf"|{MONTH} {DAY}(?:,? {YEAR})?"
    r"|[0-3]?[0-9][./-][01]?[0-9][./-](?:(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?:19|20)[0-9]{2}[./-][01]?[0-9][./-][0-3]?[0-9]"
    r"|[0-3][0-9][01][0-9](?:19|20)?[0-9]{2})"
)
BORN = (
    r"(?:\bborn|\bd\.? ?o\.? ?b\b|\bdate of birth|\bbirth ?date|\bbirthdays?|\bb ?day"
    r"|\bturn(?:s|ed)? (?:[0-9]{1,2}|[a-z]{2,9}teen|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve))"
)

UNIT = "(?:flat|unit|suite|apartment|apt)"
STREET = (
    "(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|way|crescent|cres|terrace|place|court"
    "|gardens|gdns|grove|hill|row|mews|walk|alley|square|view|rise|parade|approach|garth|house|hse"
    "|point|lodge|towers?|green|park|villas|cottages?|buildings|wharf|quay|drove)"
)
STREET_NAME = rf"(?:[^\W\d_][\w'’]{{1,20}}\.? ){{1,3}}?{STREET}(?!\w)"

CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
NAME = rf"(?:{CAPITAL}['’])?{CAPITAL}[^\W\d_]{{1,24}}(?:['’-]{CAPITAL}[^\W\d_]{{1,24}}){{0,2}}"
SCHOOL = (
    "(?:Primary|Secondary|Juniors?|Infants?|High|Grammar|Special|Supplementary|Academy"
    "|Nursery|Pre-?[Ss]chool|School|College|Comprehensive)"
)

LENGTH_OF_AN_NHS_NUMBER = 10
LENGTHS_OF_A_UK_NUMBER = (10, 11)
LENGTHS_OF_AN_INTERNATIONAL_NUMBER = range(9, 16)
AGE_MARKS = (*range(2, 41), *range(51, 91))
FEWEST_DIGITS_OF_A_CASE = 4


def is_nhs_number(candidate: str) -> bool:
    """Ten digits whose last is the check digit (modulus 11, weights 10 to 2)."""
    *digits, check = _digits(candidate)
    if len(digits) + 1 != LENGTH_OF_AN_NHS_NUMBER or set(digits) == {check}:
        return False
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == check


def is_pupil_number(candidate: str) -> bool:
    """A check letter (modulus 23, weights 2 to 13), then twelve digits, the last maybe a letter."""
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    signs = candidate.upper()
    values = [letters.find(sign) if sign.isalpha() else int(sign) for sign in signs[1:]]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return letters[total % 23] == signs[0]


def is_national_insurance_number(candidate: str) -> bool:
    return candidate[:2].upper() not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


def is_phone_number(candidate: str) -> bool:
    digits = "".join(str(digit) for digit in _digits(candidate))
    if candidate.startswith(("+", "00")):
        return len(digits.lstrip("0")) in LENGTHS_OF_AN_INTERNATIONAL_NUMBER
    is_date_and_time = re.match(r"\d\d[./-]\d\d[./-](?:19|20)\d\d", candidate) is not None
    return len(digits) in LENGTHS_OF_A_UK_NUMBER and not is_date_and_time


def is_postcode(candidate: str) -> bool:
    area = re.match("[a-z]{1,2}", candidate.lower())
    is_known = area is not None and area[0] in POSTCODE_AREAS
    return is_known and candidate[-3:] not in ORDINALS


def is_registration(candidate: str) -> bool:
    """Of this century (AB12 CDE), of the last (A123 BCD) or of Northern Ireland (AIB 1234)."""
    if candidate[-1].isdecimal():
        return True
    is_of_this_century = candidate[:2].isalpha() and _digits_together(candidate) in AGE_MARKS
    is_of_the_last = candidate[1].isdecimal() and candidate[0].isupper()
    return (is_of_this_century or is_of_the_last) and candidate[-3:].lower() not in THREE_LETTERS


def is_handle(candidate: str) -> bool:
    name = candidate.lower().strip("@.")
    is_time = re.fullmatch(r"\d{1,2}(?:[.:]?\d\d)?(?:am|pm)?", name) is not None
    return not is_time and name not in NO_HANDLES


def is_case_number(candidate: str) -> bool:
    """Four digits or more, and not a date or a year."""
    is_date = re.fullmatch(
        r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|\D*[-/]?(?:19|20)\d\d(?:[-/](?:\d\d|(?:19|20)\d\d))?",
        candidate,
    )
    return is_date is None and len(_digits(candidate)) >= FEWEST_DIGITS_OF_A_CASE


def is_address(candidate: str) -> bool:
    """Certain by its unit or capitals, or in small letters by a word that only a street has."""
    first, *names = re.findall(r"[^\W\d_][\w'’]+", candidate)
    has_unit = first.lower() in UNITS
    names = names if has_unit else [first, *names]
    if NOT_IN_A_STREET & {name.lower() for name in names}:
        return False
    return has_unit or all(name[0].isupper() for name in names) or names[-1].lower() in STREETS


def is_school(candidate: str) -> bool:
    """A name before the words for a school, and not only words for schools."""
    return any(_could_name_a_school(word) for word in candidate.split()[:-1])


def before_the_school(candidate: str) -> int:
    """How much of *candidate* is the sentence before the name: "At", "My"."""
    position = 0
    for word in candidate.split(" "):
        if _could_name_a_school(word):
            return position
        position += len(word) + 1
    return len(candidate)


def is_surname(candidate: str) -> bool:
    return candidate.lower() not in NO_SURNAMES


def _could_name_a_school(word: str) -> bool:
    return word.lower().replace("’", "'") not in NOT_A_SCHOOLS_NAME


def _digits(candidate: str) -> list[int]:
    return [int(sign) for sign in candidate if sign.isdecimal()]


def _digits_together(candidate: str) -> int:
    return int("".join(str(digit) for digit in _digits(candidate)))


def _has_digit(text: str) -> bool:
    return DIGIT.search(text) is not None


def _has_at(text: str) -> bool:
    return "@" in text


def _has_hash(text: str) -> bool:
    return "#" in text


def anything(_: str) -> bool:
    return True


@lru_cache(maxsize=1)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(LETTERS.findall(text.lower()))


def has_one_of(words: str) -> Callable[[str], bool]:
    """A cheap question: does a text hold one of these *words*?"""
    wanted = listed(words)
    return lambda text: not wanted.isdisjoint(_words_of(text))


def _at_once(_: str) -> int:
    return 0


@dataclass(frozen=True)
class Rule:
    """*pattern* finds candidates in its group, or in all of it; *holds* says which are certain.

    *needs* is a cheap question to the whole text that spares most of them the search; *begins* says
    how much of a candidate only leads up to it.
    """

    kind: Kind
    pattern: re.Pattern[str]
    needs: Callable[[str], bool] = _has_digit
    holds: Callable[[str], bool] = anything
    begins: Callable[[str], int] = _at_once
    is_sure: bool = True

    def finds(self, text: str) -> Iterator[tuple[int, int]]:
        """Where *kind* stands in *text*, in order."""
        if not self.needs(text):
            return
        for match in self.pattern.finditer(text):
            start, end = match.span(self.pattern.groups)
            start += self.begins(text[start:end])
            if start < end and self.holds(text[start:end]):
                yield start, end


EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]++(?:@| @ )[\w-]++(?:\.[\w-]++)++")
SLACK_MENTION = re.compile(r"<@\w{2,20}(?:\|[^<>\n]{0,80})?>")
HANDLE = re.compile(r"(?<![\w@.])(@\w[\w.]{0,38}\w)")
HANDLE_WITH_NUMBER = re.compile(r"(?<![\w#])\w{2,32}#\d{4}(?!\w)")
HANDLE_ON_A_SITE = re.compile(
    r"\b(?:facebook|insta(?:gram)?|snap(?:chat)?|tik ?tok|telegram|discord|twitter)\b"
    r"[^.\n\w][^.\n@]{0,20}?\b([a-z]\w{1,20}[._]\w[\w.]{0,20}\w)",
    re.IGNORECASE,
)
NATIONAL_INSURANCE = re.compile(
    rf"(?<!\w)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]{GAP}?(?:[0-9]{{2}}{GAP}?){{3}}[a-d](?!\w)",
    re.IGNORECASE,
)
UPN = re.compile(r"(?<!\w)[a-hj-np-rt-z][0-9]{11}[0-9a-hj-np-rt-z](?!\w)", re.IGNORECASE)
PHONE = re.compile(
    rf"(?<![\w#/])((?:(?:\+|00)44(?:{GAP}?\(0\))?|(?:\(0(?=\d{{1,5}}\))|0)(?={GAP}{{0,2}}[1-378]))"
    rf"(?:\)?{GAP}{{0,2}}\d){{9,10}}|\+[1-9](?:{GAP}?\d){{8,13}})(?!\w)",
)
NHS_NUMBER = re.compile(rf"(?<!\w)\d{{3}}{GAP}{{0,2}}\d{{3}}{GAP}{{0,2}}\d{{4}}(?!\w)")
POSTCODE = re.compile(
    rf"(?<!\w)[a-z]{{1,2}}[0-9][0-9a-z]?{GAP}?[0-9][abd-hjlnp-uw-z]{{2}}(?!\w)",
    re.IGNORECASE,
)
REGISTRATION = re.compile(
    r"(?<!\w)(?:[A-Za-z]{2}[0-9]{2} ?[A-Za-z]{3}|[A-Z]{2} [0-9]{2} [A-Z]{3}"
    r"|[A-HJ-NPR-TV-Y][0-9]{2,3} ?[A-Z]{3}|[A-Z]I[A-Z] [0-9]{4})(?!\w)",
)
FEAST = r"(?:christmas|boxing|new year['’]?s|valentine['’]?s|st [a-z]{4,10}['’]?s) (?:day|eve)"
DATE_OF_BIRTH = re.compile(rf"{BORN}\b[^\n\d]{{0,30}}?(?<!\w)({DATE}|{FEAST})(?!\w)", re.IGNORECASE)
CASE_WITH_PREFIX = re.compile(
    r"(?<![\w/-])[a-z]{2,5}[0-9]?(?:[-/][a-z0-9]{1,8}){1,4}(?![\w/-])",
    re.IGNORECASE,
)
CASE_AFTER_ITS_NAME = re.compile(
    r"\b(?:case|ref(?:erence)?|complaint|referral|file|record|id)(?: ?(?:no|number|id|ref)\b)?"
    r"[.:#]{0,2} ?([a-z]{0,6}[ /-]?[0-9]{2,12}[0-9a-z/-]{2,14})(?!\w)",
    re.IGNORECASE,
)
CASE_OF_A_SYSTEM = re.compile(r"(?<!\w)[A-Z]{3,6} [0-9]{4,9}(?:-[A-Z0-9])?(?!\w)")
UNIT_OF_A_HOUSE = re.compile(
    rf"(?<!\w){UNIT} [0-9]{{1,4}}[a-z]?,? {STREET_NAME}",
    re.IGNORECASE,
)
HOUSE_AND_STREET = re.compile(
    rf"(?<!\w)(?:{UNIT} [0-9a-z]{{1,4}},? )?[0-9]{{1,4}}[a-z]?,? {STREET_NAME}",
    re.IGNORECASE,
)
NAMED_SCHOOL = re.compile(
    rf"(?<![\w'’])(?:{CAPITAL}[\w'’.-]{{0,20}} "
    r"(?:(?:of|the|and|C of E|CofE|CE|RC) ){0,2}){1,4}?"
    rf"{SCHOOL}(?: {SCHOOL}){{0,2}}(?!\w)",
)
SCHOOL_IN_SMALL_LETTERS = re.compile(
    r"\b(?:at|from|to) ((?:st )?[a-z]{4,20} (?:com{1,2}unity )?"
    r"(?:primary|academy|juniors|infants)(?: school)?)\b",
)
SURNAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rabbi|Pastor|Imam|Sheikh)\.? "
    rf"({NAME}(?: {NAME})?)(?!\w)",
)
SURNAME_IN_SMALL_LETTERS = re.compile(r"\bmrs?\.? ([^\W\d_]{2,24}(?:-[^\W\d_]{2,24})?)(?!\w)")

SITES = "facebook insta instagram snap snapchat tik tiktok telegram discord twitter"
SCHOOLS = """
    primary secondary junior juniors infant infants high grammar special supplementary academy
    nursery preschool pre school college comprehensive
"""
BIRTHS = "born birth birthdate birthday birthdays bday d dob b turn turns turned"
TITLES = "mr mrs ms miss mx dr prof professor rabbi pastor imam sheikh"

# An earlier rule wins where two see the same place.
RULES = (
    Rule("email", EMAIL, needs=_has_at),
    Rule("handle", SLACK_MENTION, needs=_has_at),
    Rule("handle", HANDLE, needs=_has_at, holds=is_handle),
    Rule("handle", HANDLE_WITH_NUMBER, needs=_has_hash),
    Rule("handle", HANDLE_ON_A_SITE, needs=has_one_of(SITES)),
    Rule("national_insurance", NATIONAL_INSURANCE, holds=is_national_insurance_number),
    Rule("upn", UPN, holds=is_pupil_number),
    Rule("phone", PHONE, holds=is_phone_number),
    Rule("nhs_number", NHS_NUMBER, holds=is_nhs_number),
    Rule("postcode", POSTCODE, holds=is_postcode),
    Rule("vehicle", REGISTRATION, holds=is_registration),
    Rule("date_of_birth", DATE_OF_BIRTH, needs=has_one_of(BIRTHS)),
    Rule("case_id", CASE_WITH_PREFIX, holds=is_case_number),
    Rule("case_id", CASE_AFTER_ITS_NAME, holds=is_case_number),
    Rule("case_id", CASE_OF_A_SYSTEM, holds=is_case_number),
    Rule("address", UNIT_OF_A_HOUSE, holds=is_address),
    Rule("address", HOUSE_AND_STREET, holds=is_address),
    Rule(
        "school", NAMED_SCHOOL, needs=has_one_of(SCHOOLS), holds=is_school, begins=before_the_school
    ),
    Rule(
        "school",
        SCHOOL_IN_SMALL_LETTERS,
        needs=has_one_of(SCHOOLS),
        holds=is_school,
        begins=before_the_school,
    ),
    Rule("name", SURNAME, needs=has_one_of(TITLES), holds=is_surname),
    Rule("name", SURNAME_IN_SMALL_LETTERS, needs=has_one_of("mr mrs"), holds=is_surname),
)
