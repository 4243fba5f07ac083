import re
from collections.abc import Iterator
from itertools import product
from random import Random
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from analysis.redaction.names.initials import (
    INITIAL,
    INITIAL_AND_SURNAME,
    INITIALS,
    REST_OF_INITIALS,
    TWO_SHORT,
)
from analysis.redaction.names.sayings import SAYINGS
from analysis.redaction.personal_data import MARKS, RULES, Kind
from analysis.redaction.places import PLACE_RULES
from analysis.redaction.redacting import redact

CASES: list[tuple[Kind, str]] = [
    ("email", "pat.o'neil+kids@team.board.example"),
    ("email", "pat @ board.example"),
    ("handle", "@sky.draws_99"),
    ("handle", "<@U012AB3CD>"),
    ("handle", "<@U012AB3CD|pat>"),
    ("handle", "sky_the_goat#4471"),
    ("national_insurance", "AB 12 34 56 C"),
    ("national_insurance", "ab123456c"),
    ("upn", "D820432108009"),
    ("phone", "07700 900123"),
    ("phone", "07700900123"),
    ("phone", "+44 7700 900123"),
    ("phone", "+44 (0)20 7946 0123"),
    ("phone", "(020) 7946 0123"),
    ("phone", "01632-960-983"),
    ("phone", "0770\u200b0900123"),
    ("nhs_number", "943 476 5919"),
    ("nhs_number", "9434765919"),
    ("nhs_number", "943-476-5919"),
    ("postcode", "SW1A 1AA"),
    ("postcode", "bn14 9zz"),
    ("vehicle", "AB12 CDE"),
    ("vehicle", "lr17vwx"),
    ("case_id", "EH/2024/5561"),
    ("case_id", "CSC-0448217"),
    ("case_id", "LCS 1184203"),
    ("address", "14 Sparrow Lane"),
    ("address", "Flat 3, 22b Tanner Street"),
    ("address", "flat 11 beacon hse"),
    ("address", "27 lower mill st"),
    ("school", "Thornbury Hill Primary School"),
    ("school", "St Anne's C of E Junior School"),
    ("school", "Marlpit Secondary"),
    ("place", "Kestrel Lodge"),
    ("place", "Beacon View Children's Home"),
    ("place", "St Oswin's Church Hall"),
    ("name", "Oluwaseun Bankole"),
    ("name", "Zuzanna"),
    ("name", "Yousef al-Khatib"),
    ("name", 'Reginald "Reg" Thwaite'),
]

NAMES = [
    ("Dawn rang, and we were up before dawn.", "[name] rang, and we were up before dawn."),
    ("Will started in May. Will it last?", "[name] started in May. Will it last?"),
    ("April left in April and June came in June", "[name] left in April and [name] came in June"),
    ("my worker grace is kind", "my worker [name] is kind"),
    ("saima akhtar helped us", "[name] helped us"),
    ("barans idea won", "[name]s idea won"),
    ("Quotes from Tasha W and Ollie B", "Quotes from [name] and [name]"),
    ("P. Ashdown signed it", "[name] signed it"),
    ("miss haddly came late", "miss [name] came late"),
    ("Mrs Begum-Malik's car", "Mrs [name]'s car"),
    ("Umm Khalid and Nanny Pat came", "[name] and [name] came"),
    ("Harmony's passport is late", "[name]'s passport is late"),
    ("was precious told? not kev again", "was [name] told? not [name] again"),
    ("A. Marsh's report contradicts it", "[name]'s report contradicts it"),
    (
        "Told Fiona Best, told Best again. Best wishes.",
        "Told [name], told [name] again. Best wishes.",
    ),
]

NO_NAMES = [
    "summer clubs were full and the summer was long",
    "will they ring? can i see my brother? may be",
    "mark my words, the grace period will end in May",
    "Nan knows best, and Bradford does it better",
    "Gillick competence, the Laming report and Clare's Law",
    "happy as larry, any tom dick or harry, bob's your uncle",
    "Olive oil, penny pinching, a rose garden and a star chart",
    "moved from Wednesday to Sunday, then June, July and August",
    "CAMHS, MASH and the LADO were late; Mosaic froze",
    "my foster mum and my dog called biscuit",
    "St Helens, St Albans and St Patrick's Day",
    "the bear on the wall, every penny, a robin, no hope at all",
    "there is still hope, we need joy, some honey, a storm at dawn",
    "a Reg 44 visit, to be frank, and plan B. Marsh land",
]

BORN = [
    "12/03/2011",
    "3.4.09",
    "2011-03-12",
    "12 March 2011",
    "12th of March 2011",
    "March 12th, 2011",
    "2nd Nov '13",
]

HARMLESS = [
    "Call 999 or 101, or Childline on 0800 1111",
    "the meeting on 14/03/2024 moved to 21/03/2024",
    "01.02.2024 09.30 and 01-02-2024 10-11",
    "drop-in @ 2pm, or @2pm, or @home",
    "NHS number 943 476 5918 is not one",
    "pupil number A820432108009 is not one",
    "section 47, form CSC-2, level 4, Working Together 2023, KCSIE-2023",
    "a 2 hour drive, 3 weeks in a row, 20 minutes down the road, 4 bed house",
    "my primary school, The Secondary School, Sunday School, her Nursery",
    "Miss at the gate was kind, mrs who?",
    "costs £1,250.00 in 2023-2024, 9 to 5, 24/7, 50% of 1,000,000",
    "We had 3 of 4 reviews and AT 10 AND 11",
    "a postcode lottery in BN and RH",
    "she turned up on 12 May",
]

HOSTILE = [
    "Aa ", "0 ", "a@", "a@a.", "1 a a a ", "facebook ", "0-", "born ", "born 1/1/", "AB-", "ab/1",
    "St School ", "flat 1 ", "1 street ", "Mr A", "Mr ", "[", "[phone]", "9434765919 ", "AB12CD",
    "(0", "+44", "a#1234 ", "case no ", "<@a|", "turned a ", "12 Mar ", "A-A-", "\u200b", "\u202e",
    "\0", "\ud800", "😊", "insta: a_a ",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "secret"), CASES)
@pytest.mark.parametrize("comment", ["{}", "so i wrote ({}), twice.", "it is {}\nok", "see {}."])
def test_personal_data_leaves_a_mark_of_its_kind(kind: Kind, secret: str, comment: str) -> None:
    redacted = redact(comment.format(secret))

    assert redacted.text == comment.format(MARKS[kind])
    (span,) = redacted.spans
    assert (comment.format(secret)[span.start : span.end], span.kind) == (secret, kind)


@pytest.mark.parametrize(
    "lead", ["born", "DOB", "d.o.b.", "date of birth is", "his birthday,", "b day"]
)
@pytest.mark.parametrize("day", BORN)
def test_a_date_is_taken_out_where_it_is_a_birth_date(lead: str, day: str) -> None:
    assert redact(f"He was {lead} {day} ok").text == f"He was {lead} [date of birth] ok"


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Mr Khan rang", "Mr [name] rang"),
        ("Miss Okafor's car", "Miss [name]'s car"),
        ("Mrs. Anne O’Brien-Lee came", "Mrs. [name] came"),
        ("Dr Wójcik", "Dr [name]"),
        ("ask mrs patel", "ask mrs [name]"),
    ],
)
def test_a_surname_is_taken_out_after_its_title(comment: str, expected: str) -> None:
    assert redact(comment).text == expected


@pytest.mark.parametrize(("comment", "expected"), NAMES)
def test_a_persons_name_is_taken_out_and_the_words_it_is_made_of_stay(
    comment: str, expected: str
) -> None:
    assert redact(comment).text == expected


def test_what_is_only_likely_waits_for_a_person() -> None:
    certain = redact("Ask Zuzanna on 07700 900123")
    likely = redact("R. withdrew from the group")

    assert certain.is_sure
    assert [span.kind for span in likely.spans] == ["name"]
    assert not likely.is_sure


def test_a_text_with_nothing_to_take_out_is_sure() -> None:
    assert redact("nobody rang back").is_sure


@pytest.mark.parametrize("comment", HARMLESS + NO_NAMES)
def test_ordinary_words_and_numbers_stay(comment: str) -> None:
    assert redact(comment).text == comment
    assert redact(comment).spans == ()


@pytest.mark.parametrize(
    "comment",
    [
        "Supervsion is cancled. We have not met since May and nobody told us why.",
        "We had a visit. Managment did not listen to us.",
    ],
)
def test_a_misspelt_common_word_at_the_beginning_of_a_sentence_is_no_name(comment: str) -> None:
    assert redact(comment).text == comment


def test_a_name_like_no_other_is_taken_out_at_the_beginning_of_a_sentence_too() -> None:
    assert redact("Oluwadamie is cancelled. We have not met since May.").text.startswith("[name]")


def test_several_pieces_are_found_in_one_comment() -> None:
    comment = "Mrs Shah, 4 Sparrow Lane, BN14 9ZZ, 07700 900123, shah@mail.example"

    assert redact(comment).text == "Mrs [name], [address], [postcode], [phone], [email]"


def test_spans_count_in_the_comment_as_it_was_written() -> None:
    comment = "😊 é\u202e ring 07700 900123 or 07700 900124"

    spans = redact(comment).spans

    assert [comment[span.start : span.end] for span in spans] == ["07700 900123", "07700 900124"]


def test_half_a_character_is_replaced_so_that_the_text_can_be_kept() -> None:
    redacted = redact("a\ud83d 07700 900123")

    assert redacted.text == "a\ufffd [phone]"
    assert redacted.spans[0].start == 3


def test_redacting_again_changes_nothing() -> None:
    chance = Random(7)  # noqa: S311 - the same comments in every run
    pieces = [secret for _, secret in CASES] + HOSTILE + BORN + [" ", ", ", "born ", "Mr ", "flat "]

    for _ in range(600):
        once = redact("".join(chance.choices(pieces, k=6))).text
        assert redact(once).text == once


def test_no_order_of_words_stops_the_reading() -> None:
    words = "is was my name his names mr miss sister will May an and I [name] t T. , trudi Zosia"

    for few in product(words.split(), repeat=2):
        assert redact(" ".join(few)).text


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_comment_is_redacted_like_any_other(piece: str) -> None:
    redacted = redact((piece * 1_500)[:1_500])

    assert redact(redacted.text).text == redacted.text


def test_a_whole_page_of_hostile_pieces_is_redacted_too() -> None:
    pieces = "".join(piece * 30 for piece in HOSTILE)

    assert redact((pieces * 12)[:12_000]).spans


PATTERNS = [
    *(rule.pattern for rule in (*RULES, *PLACE_RULES)),
    *(SAYINGS, INITIAL, INITIALS, INITIAL_AND_SURNAME, REST_OF_INITIALS, TWO_SHORT),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:40])
def test_no_pattern_can_scan_the_same_words_again_and_again(pattern: re.Pattern[str]) -> None:
    """Without an open repeat that gives back, the work at each place has a fixed limit."""
    parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)

    assert not list(_open_repeats_that_give_back(parsed))


def _open_repeats_that_give_back(parsed: Any) -> Iterator[Any]:
    gives_back = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
    for operation, argument in parsed:
        if operation in gives_back and argument[1] is _constants.MAXREPEAT:
            yield operation
        for part in _parts(argument):
            yield from _open_repeats_that_give_back(part)


def _parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for item in argument:
            yield from _parts(item)


def test_a_word_without_end_is_read_like_any_other() -> None:
    typed = (
        "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 12_000
    )  # 18 letters each to a reader

    assert redact(typed).text == typed
