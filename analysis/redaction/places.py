"""What a place is called that tells who is meant: homes, clubs, places to pray, schools, streets.

Towns, counties and services are no such places. As in personal_data.py every pattern is bounded.
"""

import re

from analysis.redaction.names.cues import NOT_PEOPLE, ROLES
from analysis.redaction.names.lists import folded, given_names, ordinary_words
from analysis.redaction.personal_data import CAPITAL, DATE, MARKS, YEAR, Rule, has_one_of
from analysis.word_lists import NOT_A_SCHOOLS_NAME, listed

RARE = 1
TOWNS_OF_SAINTS = frozenset({"helens", "albans", "ives", "neots", "leonards"})
SHORTEST_NAME = 4
SHORTEST_STREET = 3
AGES_OF_PLATES = (*range(2, 41), *range(51, 91))
WORD_OF_A_NAME = rf"(?:St\.|{CAPITAL}[\w'’-]{{1,24}})"
JOINT = "(?:and |of |the |& |in the |by the )"
HOUSES = (
    "(?:House|Lodge|Court|Home|Homes|Hotel|Hall|Hub|Centre|Center|Chapel|Tabernacle|Church|Mosque"
    "|Masjid|Gurdwara|Temple|Synagogue|Shul|Farm|Barn|Holt|Grange|Manor|Villas?|Cottages?|Unit"
    "|Ward|Refuge|Hostel|Club|Partnership|Fostering|Project|Playgroup|Surgery|Croft|Hatch|Haven"
    "|Towers|Heights|Garth|Rectory|Vicarage|Stables|Farmhouse|Mill|Convent|Priory|Abbey|Ministries"
    "|Fellowship|Trust|Rangers|Rovers|Scouts|Cadets|Site|Park|Foyer|Inn|B&B|Lodgings|Hospital"
    "|Hospice|Clinic|Caravans?|Nurseries)"
)
HOUSES_IN_SMALL = (
    "(?:house|hse|lodge|court|close|barn|grange|hall|farm|cottage|manor|villas?|holt|croft|hostel"
    "|hotel|refuge|site|chapel|church|mosque|gurdwara|temple|centre|hub|club|unit|home|fostering)"
)
CERTAIN_IN_SMALL = listed(
    "house hse lodge grange manor villa villas holt croft barn cottage hall farm"
)
STREET_OF_A_NAME = (
    "(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Way|Crescent|Cres|Terrace|Mews|Row"
    "|Gardens|Gdns|Grove|Alley|Drove|Rew|Walk|Rise)"
)

NOT_A_PLACES_NAME = (
    NOT_A_SCHOOLS_NAME
    | NOT_PEOPLE
    | listed("""
    family families children's childrens children youth crown county high magistrates
    magistrates' community contact early help health town city village sports leisure care
    nursing residential foster fostering adoption adopters police mother baby local day drop
    drop-in safe respite medical job learning best start court supreme appeal open full white
    council housing mental general assessment referral admissions duty front door custody
    detention secure young person's people's parents parent's teenage women's womens men's
    father's dads carers carer's carer support wellbeing resource resources advice citizens
    citizen's visitor call attendance inclusion behaviour pupil specialist special intensive
    acute paediatric maternity neonatal a&e emergency birth intake looked after kinship through
    leaving multi agency multi-agency premier travelodge holiday bed halfway childrens' some any
    whole another next one two three four semi supported independent temporary emergency
    breakfast homework chess football drama cooking gaming art lunch book after-school evening
    weekly monthly saturday sure national royal lords commons companies clearing light power
    green business industrial retail car theme wendy doll's dolls tree play summer half mother's
    my our pilot new improvement mockingbird kindness nhs trust private public house home hotel
    parish welcome hello dear main big little little's safeguarding violence reduction domestic
    abuse rape crisis sexual welfare feasibility partnership partnerships regional county's
    strategic life story good old happy broken empty busy lovely nice step-down supervised ed
    hospital hospice rugby cricket netball swimming boxing karate dance science stay film
    youth's girls boys girls' walk-in walk sensory pre-birth pre
""")
)
# Plants, beasts and stones that houses are named after, in small letters too.
OF_A_HOUSE = listed("""
    mulberry oak oaks oakwood willow willows ash beech birch silver cedar elm hazel holly
    hawthorn laurel laurels maple poplar rowan sycamore yew apple cherry orchard bramble
    brambles heather heath fern ivy lavender lily primrose rose rosewood bluebell daisy fox
    badger otter heron kingfisher robin lark linnet swallow swift sparrow stone river brook
    spring meadow meadows hill valley haven harbour anchor lighthouse beacon bridge crossways
    grange abbey priory windmill mill ferry juniper magnolia acorn acorns hillside lakeside
    riverside woodside sunnyside parkside orchard's
""")
COMMON_STREETS = listed(
    "high main station church sesame downing fleet harley oxford coronation your this that"
)


def is_place(candidate: str) -> bool:
    """A word that only this place has, before the word for its sort."""
    *words, sort = candidate.split(" ")
    own = [word for word in words if _is_own(word)]
    if sort[0].isupper():
        return bool(own)
    if any(_is_owner_a_person(word) for word in words):
        return False
    return any(ordinary_words().get(_key(word), 0) <= RARE for word in own) or len(own) > 1


def before_the_place(candidate: str) -> int:
    position = 0
    for word in candidate.split(" "):
        if _is_own(word) or (
            word[0].isupper() and position and word.lower() not in {"the", "our", "my"}
        ):
            return position
        position += len(word) + 1
    return len(candidate)


def is_place_in_small(candidate: str) -> bool:
    *words, sort = candidate.split(" ")
    if any(_is_owner_a_person(word) for word in words):
        return False
    first = words[-1]
    key = _key(first)
    if key in NOT_A_PLACES_NAME or "'" in key:
        return False
    is_strange = ordinary_words().get(key, 0) <= RARE and len(key) >= SHORTEST_NAME
    if first.endswith(("'s", "’s")) and sort not in {"house", "home"}:
        is_strange = True
    if key in OF_A_HOUSE and sort != "home":
        return True
    return is_strange and (
        sort in CERTAIN_IN_SMALL or (not ordinary_words().get(key, 0) and key not in given_names())
    )


def is_strange_word(candidate: str) -> bool:
    key = folded(candidate)
    is_known = key in ordinary_words() or key in given_names() or key in NOT_A_PLACES_NAME
    return (not is_known and not key.endswith("s")) or (
        not is_known and key[:-1] not in ordinary_words()
    )


def is_street_in_small(candidate: str) -> bool:
    key = _key(candidate.partition(" ")[0])
    return (
        ordinary_words().get(key, 0) <= RARE
        and key not in NOT_PEOPLE
        and len(key) >= SHORTEST_STREET
    )


def is_street(candidate: str) -> bool:
    first = candidate.partition(" ")[0].lower()
    return first not in COMMON_STREETS and any(_is_own(word) for word in candidate.split(" ")[:-1])


def is_own_school(candidate: str) -> bool:
    return any(_is_own(word) for word in candidate.split(" "))


def is_saint(candidate: str) -> bool:
    saint = folded(candidate.partition(" ")[2])
    return saint[:-1] in given_names() and saint not in TOWNS_OF_SAINTS


def is_school_in_small(candidate: str) -> bool:
    key = _key(candidate.partition(" ")[0])
    return ordinary_words().get(key, 0) <= RARE and key not in NOT_A_PLACES_NAME


def is_odd_plate(candidate: str) -> bool:
    has_both = any(sign.isdigit() for sign in candidate) and any(
        sign.isalpha() for sign in candidate
    )
    return has_both and len(candidate.replace(" ", "")) >= SHORTEST_NAME


def is_plate_in_small(candidate: str) -> bool:
    first, age, last = candidate.split(" ")
    words = ordinary_words()
    return int(age) in AGES_OF_PLATES and words.get(first, 0) <= RARE and words.get(last, 0) <= RARE


def _is_own(word: str) -> bool:
    if not word[:1].isupper() and len(word) < SHORTEST_NAME:
        return False
    key = word.lower().replace("’", "'").strip(".")
    if word.isupper() or (
        "'" in key and not key.endswith(("'s", "s'")) and not key.startswith("o'")
    ):
        return False
    return key not in NOT_A_PLACES_NAME and key.removesuffix("'s") not in NOT_A_PLACES_NAME


def _is_owner_a_person(word: str) -> bool:
    key = folded(word).replace("’", "'")
    stem = key.removesuffix("'s").removesuffix("s")
    has_owner = key != stem
    is_person = stem in ROLES or stem in NOT_A_PLACES_NAME or stem in given_names()
    return has_owner and is_person and key not in OF_A_HOUSE


def _key(word: str) -> str:
    return folded(word).replace("’", "'").removesuffix("'s")


NAMED_PLACE = re.compile(
    rf"(?<![\w'’])((?:{WORD_OF_A_NAME} {JOINT}?){{1,4}}?{HOUSES}(?: {HOUSES})?)(?!\w)"
)
PLACE_WITH_SMALL_SORT = re.compile(
    rf"(?<![\w'’])((?:{WORD_OF_A_NAME} ){{1,3}}?{HOUSES_IN_SMALL})(?!\w)"
)
PLACE_IN_SMALL = re.compile(rf"(?<![\w'’-])([a-z'’]{{3,20}} {HOUSES_IN_SMALL})(?!\w)")
MOTHER_AND_BABY = re.compile(
    r"\b(?:at|in|to|from) ((?:[a-z]{3,16} ){1,2}(?:mother|mum|parent) (?:and|n|&) (?:baby|child)"
    r" (?:unit|home))\b"
)
STRANGE_AT = re.compile(
    r"\bat ([a-z]{6,20})(?=[ ,.])(?! (?:house|school|primary|high|st|street)\b)"
)
OWNED_PLACE = re.compile(
    rf"\b(?:at|from|in|to) ({CAPITAL}[a-z]{{2,16}}['’]s {CAPITAL}[a-z]{{2,16}})(?!\w)"
)
STREET_ALONE = re.compile(rf"(?<![\w'’])((?:{WORD_OF_A_NAME} ){{1,3}}?{STREET_OF_A_NAME})(?!\w)")
STREET_IN_SMALL = re.compile(
    r"(?<![\w'’])([a-z'’]{3,16}"
    r" (?:lane|road|rd|street|avenue|ave|crescent|terrace|mews|alley))(?!\w)"
)
HOUSE_BEFORE_A_STREET = re.compile(
    rf"(?<![\w'’])((?:The Old {WORD_OF_A_NAME}|{WORD_OF_A_NAME}(?: {WORD_OF_A_NAME})?"
    r" (?:Farmhouse|Farm|House|Cottage|Forge|Lodge|Barn|Hall|Rectory|Vicarage|Mill|Stables)"
    rf"|{WORD_OF_A_NAME} (?:Farmhouse|Cottage|Barn)), (?:{WORD_OF_A_NAME} ){{1,2}}"
    rf"(?:{STREET_OF_A_NAME}))(?!\w)"
)
SCHOOL_AFTER_ITS_SORT = re.compile(
    r"\b(?:[Nn]ursery|[Ss]chool|[Aa]cademy|[Cc]ollege|[Pp]laygroup|[Pp]re-?school)"
    rf"(?:,| called| named)? ((?:The )?{WORD_OF_A_NAME}(?: (?:and|of|the|&))? {WORD_OF_A_NAME}"
    rf"(?: {WORD_OF_A_NAME})?)(?!\w)"
)
SCHOOL_OF_A_HEAD = re.compile(
    r"\b(?:[Hh]ead(?:teacher)?|HT|SENCO|SENCo|DSL|[Tt]eachers?|[Pp]upils?|governors?|TAs?)"
    r" (?:at|of|from) "
    rf"({WORD_OF_A_NAME}(?: (?:(?:and|of|the|&) )?{WORD_OF_A_NAME}){{0,4}})(?!\w)"
)
SAINT = re.compile(
    rf"(?<![\w'’])(St\.? {CAPITAL}[a-z]{{2,16}}(?:['’]?s)?)"
    r"(?! ?(?:John Ambulance|Day|['’]s Day))(?!\w)"
    r"(?<!St Helens)(?<!St Albans)(?<!St Ives)(?<!St Neots)(?<!St Austell)(?<!St Leonards)"
)
SAINT_IN_SMALL = re.compile(r"\b(?:at|to|from|in|go|goes|went|left) (st\.? [a-z]{3,16}['’]?s)\b")
SAINT_OF_THE_SMALL = re.compile(r"(?<![\w'’])(st\.? [a-z]{4,16}s)(?!\w)")
SCHOOL_OF_SMALL_SORT = re.compile(
    r"\b([a-z]{4,20}"
    r" (?:high|alt prov|alternative provision|sixth form|pru|primary|infants|juniors))\b"
)
POLISH_SCHOOL = re.compile(
    rf"(?<!\w)((?:{WORD_OF_A_NAME} ){{0,3}}Szko[lł]a(?: \w{{1,3}})?"
    rf"(?: {WORD_OF_A_NAME})?)(?!\w)"
)
ODD_PLATE = re.compile(
    r"\b(?:[Pp]lates?|[Rr]eg(?:istration)?)(?: (?:is|no|number|was))?[ :]{1,2}"
    r"([A-Z0-9]{1,4} ?[A-Z0-9]{2,4})(?!\w)"
)
PLATE_IN_SMALL = re.compile(r"(?<!\w)([a-z]{2} [0-9]{2} [a-z]{3})(?!\w)")
WHO = "|".join(
    re.escape(MARKS[kind])
    for kind in ("name", "postcode", "nhs_number", "national_insurance", "upn", "case_id")
)
FULL_DATE = rf"(?=[^\n]{{4,18}}?(?:{YEAR}|[./-][0-9]{{2}}(?!\d))){DATE}"
DATE_AFTER_WHO = re.compile(rf"(?:{WHO})(?:,|:|;| -)? \(?({FULL_DATE})(?![\w/])", re.IGNORECASE)
DATE_BEFORE_WHO = re.compile(
    rf"(?<!\w)(?<!on )(?<!since )(?<!dated )(?<!from )(?<!by )({FULL_DATE})"
    rf"(?=\)?[,;:]? \(?(?:nhs |ni |nino |upn |no |number ){{0,2}}(?:{WHO}))",
    re.IGNORECASE,
)
GUESSED_DATE = re.compile(rf"\b(?:guessed|age assessed as|gave) ({FULL_DATE})(?!\w)", re.IGNORECASE)

OF_HOUSES = f"{HOUSES} {HOUSES_IN_SMALL}".lower().translate(str.maketrans("()?:|&", "      "))
OF_STREETS = """
    street st road rd avenue ave lane ln close drive way crescent cres terrace mews row gardens gdns
    grove alley drove rew walk rise
"""
OF_SCHOOLS = """
    nursery school academy college playgroup preschool high prov provision sixth pru primary infants
    juniors
"""
OF_HEADS = "head headteacher ht senco dsl teacher teachers pupil pupils governor governors ta tas"

PLACE_RULES = (
    Rule("address", HOUSE_BEFORE_A_STREET, needs=has_one_of(OF_STREETS)),
    Rule("school", POLISH_SCHOOL, needs=has_one_of("szkoła szkola")),
    Rule(
        "school",
        SCHOOL_AFTER_ITS_SORT,
        needs=has_one_of(OF_SCHOOLS),
        holds=is_own_school,
        is_sure=False,
    ),
    Rule(
        "school", SCHOOL_OF_A_HEAD, needs=has_one_of(OF_HEADS), holds=is_own_school, is_sure=False
    ),
    Rule(
        "place", NAMED_PLACE, needs=has_one_of(OF_HOUSES), holds=is_place, begins=before_the_place
    ),
    Rule(
        "address",
        STREET_ALONE,
        needs=has_one_of(OF_STREETS),
        holds=is_street,
        begins=before_the_place,
    ),
    Rule(
        "place",
        PLACE_WITH_SMALL_SORT,
        needs=has_one_of(OF_HOUSES),
        holds=is_place,
        begins=before_the_place,
    ),
    Rule("place", MOTHER_AND_BABY, needs=has_one_of("baby child")),
    Rule(
        "place", PLACE_IN_SMALL, needs=has_one_of(OF_HOUSES), holds=is_place_in_small, is_sure=False
    ),
    Rule("place", OWNED_PLACE, needs=has_one_of("s"), is_sure=False),
    Rule("address", STREET_IN_SMALL, needs=has_one_of(OF_STREETS), holds=is_street_in_small),
    Rule("school", SCHOOL_OF_SMALL_SORT, needs=has_one_of(OF_SCHOOLS), holds=is_school_in_small),
    Rule("school", SAINT, needs=has_one_of("st"), is_sure=False),
    Rule("school", SAINT_OF_THE_SMALL, needs=has_one_of("st"), holds=is_saint),
    Rule("school", SAINT_IN_SMALL, needs=has_one_of("st")),
    Rule("place", STRANGE_AT, needs=has_one_of("at"), holds=is_strange_word, is_sure=False),
    Rule("vehicle", ODD_PLATE, holds=is_odd_plate),
    Rule("vehicle", PLATE_IN_SMALL, holds=is_plate_in_small),
    Rule("date_of_birth", DATE_AFTER_WHO, is_sure=False),
    Rule("date_of_birth", DATE_BEFORE_WHO),
    Rule("date_of_birth", GUESSED_DATE),
)
