"""What could be quoted: nobody who could be guessed, and something that stands for something."""

import re
import time
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest

from analysis.reading.grouping import emerging, near_duplicates
from analysis.reading.identifying import Trait, identifying, may_be_quoted
from analysis.reading.quoting import LONGEST, Proposal, Spoken, proposals
from surveys.coding import CodedSentence, Coder, Coding, Sentiment
from surveys.framework import Perspective
from surveys.quote import Chosen
from surveys.values import Respondent, ResponseId
from surveys.voice import OWN_WORDS

NOT_HEARD = "They never listen to me, they only ever ask my mum."
UNSAFE = "I am scared at home every night and nobody keeps me safe."


def coded(text: str, voice: str) -> Coding:
    """As a codebook of two themes would have it, sentence by sentence."""
    ends = [match.end() for match in re.finditer(r"[.]", text)]
    return Coding(
        response=ResponseId(voice),
        question=OWN_WORDS,
        coder=Coder.MACHINE,
        version="by hand",
        day=date(2026, 9, 1),
        sentiment=leaning(text),
        themes=themes(text),
        sentences=tuple(
            CodedSentence(
                start=start,
                end=end,
                sentiment=leaning(text[start:end]),
                themes=themes(text[start:end]),
            )
            for start, end in pairwise([0, *ends])
        ),
    )


def leaning(text: str) -> Sentiment:
    return Sentiment.NEGATIVE if re.search("never|nobody", text.casefold()) else Sentiment.POSITIVE


def themes(text: str) -> tuple[str, ...]:
    return ("safety",) if "safe" in text else ("listened_to",)


def spoken(*texts: str, quotable: bool = True) -> list[Spoken]:
    return [
        Spoken(
            writer=Respondent(f"child-{place}"),
            perspective=Perspective.CHILD,
            text=text,
            coding=coded(text, f"voice-{place}"),
            voice=f"voice-{place}" if quotable else None,
        )
        for place, text in enumerate(texts)
    ]


def proposed(*texts: str) -> list[Proposal]:
    return proposals(spoken(*texts), Perspective.CHILD)


LISTENED = [f"My worker always listens to me and hears what I say, number {n}." for n in "abcdefgh"]


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("I am nine and I live on a farm", [Trait.AGE, Trait.PLACE]),
        ("my 15 year old with autism", [Trait.AGE, Trait.CONDITION]),
        ("As a health visitor I see four children", [Trait.ROLE, Trait.FAMILY]),
        ("We came from there in December 2024", [Trait.PLACE, Trait.DATE, Trait.DATE]),
        ("The twins, our stepdad", [Trait.FAMILY, Trait.FAMILY]),
        ("My social worker was three weeks late and did not ring", []),
        ("CAMHS never wrote, CAMHS never rang", [Trait.AGENCY]),
    ],
)
def test_what_would_help_to_guess_is_counted_once_each(text: str, traits: list[Trait]) -> None:
    assert [piece.trait for piece in identifying(text)] == traits
    assert may_be_quoted(text) == (len(traits) <= 1)


def test_what_would_give_somebody_away_is_never_proposed() -> None:
    telling = "I am nine, I have autism, and they never listen to me at all."

    assert [one.text for one in proposed(telling, *LISTENED)] != []
    assert telling not in [one.text for one in proposed(telling, *LISTENED)]


def test_what_leans_against_most_is_contrary_and_what_few_say_of_safety_is_rare() -> None:
    neither = [
        "Nobody ever listens to me, they do not hear what I say.",
        "Nobody listens to us and they never hear what we say to them.",
    ]
    found = {one.text: one.chosen for one in proposed(*LISTENED, *neither, UNSAFE)}

    assert found[UNSAFE] is Chosen.RARE
    assert Chosen.CONTRARY in {found.get(text) for text in neither}
    assert Chosen.TYPICAL in {found.get(text) for text in LISTENED}


def test_what_is_rare_is_not_serious_for_that() -> None:
    parking = "There is never anywhere to park and it costs far too much."
    *others, last = spoken(*LISTENED, parking)
    coding = coded(parking, "voice-8").model_copy(update={"themes": ("training",)})

    found = proposals([*others, replace(last, coding=coding)], Perspective.CHILD)

    assert found
    assert parking not in [one.text for one in found]


def test_nobody_is_quoted_who_was_not_asked() -> None:
    assert proposals(spoken(*LISTENED, quotable=False), Perspective.CHILD) == []


def test_a_passage_is_what_stands_there_and_short_enough_to_read() -> None:
    long = f"{NOT_HEARD} " + " ".join(LISTENED)
    for one in proposed(long, *LISTENED):
        words = long if one.passage.voice == "voice-0" else one.text
        assert words[one.passage.start : one.passage.end] == one.text
        assert len(one.text) <= LONGEST


def test_the_same_comment_three_hundred_times_is_one_group() -> None:
    texts = [NOT_HEARD] * 300 + [UNSAFE, NOT_HEARD.upper(), f"{NOT_HEARD} Always.", "", "🙂", "🙂"]

    groups = near_duplicates(texts)

    assert sorted(place for group in groups for place in group) == list(range(len(texts)))
    assert groups[0] == [*range(300), 301, 302]
    assert [303] in groups
    assert [304, 305] in groups


def test_grouping_ten_thousand_takes_about_as_long_for_each_as_a_thousand() -> None:
    rng = Random(1)  # noqa: S311 - to be repeatable
    said = [word for text in (NOT_HEARD, UNSAFE, *LISTENED) for word in text.split()]
    many = [" ".join(rng.choices(said, k=25)) for _ in range(10_000)]
    begun = time.process_time()
    near_duplicates(many[:1_000])
    few_took = time.process_time() - begun
    near_duplicates(many)
    all_took = time.process_time() - begun - few_took

    assert all_took < 10 * few_took * 3  # pairs would be a hundred times


PARKING = [
    "The parking at the centre is far too dear for us.",
    "I could not find parking anywhere near.",
    "Parking costs more than the bus.",
    "No parking, so we missed half of it.",
    "Where are we meant to go with no parking?",
    "Parking parking parking, every single time.",
]


def test_what_no_theme_fits_is_grouped_by_what_its_writers_share() -> None:
    others = ["Lovely biscuits.", "The blue door sticks.", "It rained."]
    texts = [*PARKING, *others]

    [group] = emerging(texts, [f"p{place}" for place in range(len(texts))], assigned=LISTENED)

    assert group.words[0] == "parking"
    assert set(group.members) == set(range(len(PARKING)))
    assert len(group.typical) == 3


ANYWHERE = [
    "Visits are fortnightly, one at home.",
    "Social worker does six weekly visits.",
    "Rural patch, 40 minutes between visits.",
    "We've had two visits up to now.",
    "Three visits in the opening month.",
]


def test_what_is_written_anywhere_is_no_group_only_because_some_of_it_has_no_theme() -> None:
    others = [f"Word{at} colour{at}" for at in range(60)]
    themed = [*LISTENED, *(f"The visits helped with {at}" for at in range(len(LISTENED)))]
    texts = [*ANYWHERE, *others]
    writers = [f"p{place}" for place in range(len(texts))]

    assert emerging(texts, writers, assigned=themed) == []
    assert [one.words[0] for one in emerging(texts, writers, assigned=LISTENED)] == ["visits"]


def test_a_month_or_how_something_is_told_is_no_subject() -> None:
    texts = [f"{said} {at}x" for said in ("Since March", "Fine", "She comes") for at in range(9)]

    assert emerging(texts, [f"p{place}" for place in range(len(texts))], LISTENED) == []


def test_one_person_is_no_group_however_much_they_write() -> None:
    assert emerging(PARKING, ["p"] * len(PARKING)) == []


def test_the_group_of_most_people_comes_first_however_much_some_write() -> None:
    soups = [f"The soup {word} cold" for word in ("came", "left", "stayed", "went", "ran")]
    writers = [f"s{at % 5}" for at in range(15)] + [f"p{at}" for at in range(len(PARKING))]
    many = [f"{text}, {at}" for at in range(3) for text in soups]

    first, second = emerging([*many, *PARKING], writers, assigned=LISTENED)

    assert (len(first.members), len(second.members)) == (len(PARKING), 15)


def test_many_people_who_write_the_same_are_many_people_and_one_typical_comment() -> None:
    texts = ["No parking at all."] * 300

    [group] = emerging(texts, [f"p{place}" for place in range(300)], assigned=LISTENED)

    assert len(group.members) == 300
    assert group.typical == (0,)
