"""What is read quickly is what would be read with every check."""

import base64
import copy
import json
import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from storage.codec import text_of
from storage.reading import coding_of, response_of, text_of_response
from storage.sealing import Keys
from storage.vault import Vault, place_of
from surveys.answering import Answer, Chosen, ChosenMany, Counted, Response, Said
from surveys.coding import CodedSentence, Coder, Coding, Look, Sampled, Sentiment, Stance
from surveys.framework import Perspective
from surveys.values import (
    AreaId,
    OptionKey,
    QuestionId,
    Respondent,
    ResponseId,
    SurveyId,
    Value,
    WaveId,
)

words = st.text(st.characters(exclude_categories=())) | st.text()  # half surrogate pairs too
some_words = words.filter(bool)
option = st.builds(OptionKey, st.sampled_from(["agree", "no_view", "10", ""]) | words)
answers: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Chosen, option=option),
    st.builds(ChosenMany, options=st.lists(option, min_size=1).map(tuple)),
    st.builds(Counted, number=st.integers()),
    st.builds(Said, text=some_words),
)
responses = st.builds(
    Response,
    id=st.builds(ResponseId, words),
    survey=st.builds(SurveyId, words),
    survey_version=st.integers(),
    wave=st.builds(WaveId, words),
    respondent=st.builds(Respondent, words),
    perspective=st.sampled_from(Perspective),
    day=st.dates(),
    agency=st.none() | words,
    age_band=st.none() | words,
    content_area=st.none() | st.builds(AreaId, words),
    answers=st.dictionaries(st.builds(QuestionId, st.text()), answers),
)
themes = st.lists(st.sampled_from(["workload", "listened_to"]), max_size=2).map(tuple)
sentences = st.builds(
    CodedSentence,
    start=st.integers(0, 300),
    end=st.integers(301, 3000),
    sentiment=st.sampled_from([Sentiment.NEGATIVE, Sentiment.POSITIVE]),
    themes=themes,
)
codings = st.builds(
    Coding,
    response=st.builds(ResponseId, words),
    question=st.builds(QuestionId, words),
    coder=st.sampled_from(Coder),
    version=words,
    day=st.dates(),
    sentiment=st.sampled_from(Sentiment),
    themes=themes,
    sentences=st.lists(sentences, max_size=3).map(tuple),
    sampled=st.none() | st.sampled_from(Sampled),
    settled=st.booleans(),
    look=st.lists(st.sampled_from(Look), max_size=2).map(tuple),
    stance=st.none() | st.sampled_from(Stance),
)

KEPT = Response(
    id=ResponseId("response-of-the-heron"),
    survey=SurveyId("neglect-practice"),
    survey_version=2,
    wave=WaveId("neglect-practice-2026-q2"),
    respondent=Respondent("respondent-of-the-heron"),
    perspective=Perspective.PARENT_CARER,
    day=date(2026, 5, 7),
    agency="Health",
    age_band=None,
    content_area=AreaId("neglect"),
    answers={
        QuestionId("thresholds"): Chosen(option=OptionKey("agree")),
        QuestionId("barriers"): ChosenMany(options=(OptionKey("time"), OptionKey("travel"))),
        QuestionId("visits"): Counted(number=12),
        QuestionId("gets_in_the_way"): Said(text="Nobody rang back, and “soon” meant March."),
    },
)
AGREED = QuestionId("thresholds")
ALL_CLOSED = KEPT.model_copy(update={"answers": {AGREED: KEPT.answers[AGREED]}})
LONG = KEPT.model_copy(
    update={
        "id": ResponseId("response-of-the-owl"),
        "answers": {
            **KEPT.answers,
            **{QuestionId(f"q{n}"): Chosen(option=OptionKey("never")) for n in range(12)},
        },
    }
)

# Sealed with the key 0, 1, 2 … 31 and never written again: what a store of that version holds.
WHOLE = (
    "AQAB+qZwroQ06gEYXbq3PIB7alS1ofR5iP0RrDLaC+61GWXJ16z/sYmgb4ybnQ0jdZu/Atvo617tY4FHTz9xO+s4"
    "vYEcYFers5crzt1MSU93U0s0LlKV6fRBSPpLqHev4KZ7c89mrPw1gnyukpHHXP/zDG0qPZlKqjWKJD8ueaEaoo31"
    "cObI75OaJBU9p/Yt4v9UiP4EcVgB+TLnLMywpvQ//V5RIG7V1cfzxKB0NeHqgNQyOIhS1JiujEaPvRkvFd/FfNK6"
    "bZccfrQBIb1uG5Du8VNzUAZrrvyuoRqm55feJ8XQ0H1G8iGbaUgxVTdkeCK8Kfgq4iLSHa/LOdDacHR588Hi45YX"
    "zDskfv70TA6hX634vgbPuhGxRB2vZSRa470nVt/0TE3EyCoDDqxyWtmj+A1oo2oU6ocJLZ6sLncUmNxJwsD+vkbQ"
    "awr/9JHMBSOkH7fM9PKUHA8GTB4hrER9NQExpUGgTBJ7h4G8UpPXUJLzyDh5u+27QG54+XGqLdXQY0l/aAUNS2DC"
    "RjOahhFQe8r4ePX1+zLGOpc6Elba3l19cYLXiY2y15FfrErG7/XoFJP4si0WnXE08U+HmmDEYeG7AnEcI3pmIU4n"
    "zg/ODK+/LzSZmeuOMAhA2fuwOeMLG1JBJ5SgwkDGNJPO7zjGPmBYpTzfPLUBtjnwd3DAstWnDcBg/KE8mx4t6VC8"
    "XAGpzulOP27WdMI="
)
WHOLE_AND_PRESSED = (
    "AQABJKt4kQfVyYMhlhcx04hYuddS1XDNscgaNBbZ8T36M7p3qrk5gV95qSGCSqKEenwOb2iBnVmHU/RqOoVh0+ze"
    "kQUKTYSHg7FVHlGXxc6fH6qOBjsQHHHV+iM+rAznRQCIYdkxKCc85UWtwItArvASVdJzxMqHlcRVQGZ+XisCk0Av"
    "a/jUtygz1wGP/Lvu2C6S6+N122JPSmxUw7LRwkClAyOQV7+Shi+F8Bfsju4/JHi3/tE9l2ejiGx4v5K2UAiEMGpW"
    "fI8bPl31YwB4Idbzu/kck7k1I/Cift+ynlIqS6lzN/ZEwcV9q4KbkrfyLyaTCWvtAkX/SxgehLD86yWlC4BK7L6c"
    "2hkDr80WtfufBLBLtISY+sxFlhdMn8tDlbB6a5XTvAU73J7CjFlcr15QyDXVFvmkde6a7d8hwT+Yh4IitoobDQLv"
    "iNBklaRanQknXXzop4kdvNrak441wXZi4EPATQk3NiNxfDIjsRmwBMvu9X8XvBcIUZzmy/HMJtDYS2Qnpg=="
)
SHORT = (
    "AQABYkyjrF3N7/OLyEQzPK1J9M0xJoL3p48bzIMdPl0lvPHUHBGiTCElr2FODj0vt8nOX89APginWLiKv2Zmcc1n"
    "8jsHws5BFnxJhB1kxzUu/dxZssMf4dAPdlV8Mj3ITmU9PM+XrcARNif9SEX4uRIm/GMJEMyFkoAuPPS1rtJA9nFu"
    "j7YWYiXaT/N0sjbNYfbsNRfVDhCQZwCzPMJ1SgtEuGhu+Ifi9D+gGIZH92Iqwr+2t7gY+lf25DsGFSr0K6VISDTT"
    "CSnaMbv7Hjw6ZBrLAsZiAoI/Bp9UiHntKiB1rIBZAnKaKsp2wimeoXOZs4gDdHznONgC9VxKyeOCoOlzpDObdgKq"
    "NtywSemtn1ZOIuqO+dTau2i6EulcNMK6u5IqCbUc1nLM7QIBopLbr7Y3fdU35bjcNmKM9s93S1dNEICKC9GQQ4K3"
    "McXU0LmFBqnlRLDcSEJRU8KEMHy1HOgVbiAIcXj+YZhJRBEf4H4CGiBMX/LjyB449Ivq3fgOOmV0V05AzvZUqTng"
    "7ech40Ey/BbUoIJsE6S5iEkUMnGlCWzM6n5YGy351VyOz89vuDZpRVnYMGE9PhloVG4znqqaLhljCHZKpsJeg5UD"
    "JNpXDtpYMd+9WgYF2/bCD0LOXYlxo4KSVrYVRJyeMoqKZ1DvaiBhh8yYCHr6yMNIo0k="
)
SHORT_AND_PRESSED = (
    "AQAB4tvewNSlajzcVQFJZUfEJh6SfG3+AsJa/3a9hQkqscRJCj3ON0DC0ETBCdqX5oRsjbAdzCNTtoJuDrGvxNmx"
    "dvaDgVx0xMQeRB3rOA9i+dJzpPK4ab/AIb9QygL3I5WWRvJSUmPMcjQf3+aDEynhGuTWssD+53L7j1oO6QUYZvlv"
    "HOa+GjJ+dhrYm4khdUY9/CPfQKRxV4/jOG2FTC0ZT+NXldDD9++TTVIxycGkQc6wpbQyOCa/mLG/R+F04JIqBhme"
    "bg4TCmrgC3HUgK4HZZrVGK/2OJDFFxFY4M/Sp8obqOqQnorRHnhwC5n4kY8XyO6meSTyT4KVDP25R5nwhVTZ6VHW"
    "LG5lg4RL3qcRjGqWKavtfvXELJcwj6ckrVzVH8TKKy0qHJUi8jDYVepq6ak2mQ+oQ7cD4gwHvpQLQpSmAD0xijhj"
    "VOEy/TNOhj95OvXZadhLWnyaEnV5S/hrs7kHmIU/cUSJrXmOBSi45GOKcd3upQ8S"
)


def as_read(value: Value) -> dict[str, Any]:
    return {"as JSON": value.model_dump(mode="json"), "given": value.model_fields_set}


@settings(max_examples=50)
@given(responses)
def test_a_response_read_quickly_is_the_one_that_every_check_would_give(given: Response) -> None:
    checked = Response.model_validate(given.model_dump(mode="json"))
    for written in (text_of_response(given), text_of(given)):
        read = response_of(written)

        assert read == checked == given
        assert list(read.answers) == list(given.answers)
        assert as_read(read) == as_read(checked)


@settings(max_examples=50)
@given(codings)
def test_a_coding_read_quickly_is_the_one_that_every_check_would_give(given: Coding) -> None:
    checked = Coding.model_validate(given.model_dump(mode="json"))
    read = coding_of(text_of(given))

    assert read == checked == given
    assert as_read(read) == as_read(checked)
    assert text_of(read) == text_of(given)


def test_an_earlier_versions_coding_gets_what_has_been_added_since() -> None:
    coding = Coding(
        response=KEPT.id,
        question=QuestionId("gets_in_the_way"),
        coder=Coder.MACHINE,
        version="words-1",
        day=KEPT.day,
        sentiment=Sentiment.NEGATIVE,
    )
    written = text_of(coding).replace(',"sampled":null,"settled":false,"look":[]', "")

    assert "settled" not in written
    assert coding_of(written) == coding


def test_a_coding_without_a_stance_is_written_as_ever_and_read_quickly() -> None:
    coding = Coding(
        response=KEPT.id,
        question=QuestionId("gets_in_the_way"),
        coder=Coder.MACHINE,
        version="words-1",
        day=KEPT.day,
        sentiment=Sentiment.NEGATIVE,
        themes=("workload", "listened_to"),
    )
    one, other = (coding_of(text_of(coding)) for _ in range(2))

    assert "stance" not in text_of(coding)
    assert one.themes is other.themes, "only what is read quickly is there once"


@pytest.mark.parametrize("change", [{"coder": "heron"}, {"day": "heron"}, {"more": "heron"}])
def test_what_is_no_coding_is_refused_without_a_word_of_it(change: dict[str, Any]) -> None:
    fields = {"response": "of the heron", "question": "q", "coder": "machine", "version": "1"}
    with pytest.raises(ValidationError) as refused:
        coding_of(json.dumps(fields | change))

    assert "heron" not in str(refused.value)


@settings(max_examples=50)
@given(responses)
def test_what_was_read_is_written_again_to_the_letter(given: Response) -> None:
    written = text_of_response(given)

    assert text_of_response(response_of(written)) == written


def test_the_same_answer_is_one_value_in_memory_also_beside_somebodys_words() -> None:
    with_words, without = (response_of(text_of_response(one)) for one in (KEPT, ALL_CLOSED))

    assert with_words.answers[AGREED] is without.answers[AGREED]


def test_a_response_that_was_read_can_be_changed_copied_and_sent_like_any_other() -> None:
    read = response_of(text_of_response(KEPT))
    other = read.model_copy(update={"agency": "Police"})

    assert (read.agency, other.agency) == ("Health", "Police")
    assert other == KEPT.model_copy(update={"agency": "Police"})
    assert copy.deepcopy(read) == pickle.loads(pickle.dumps(read)) == KEPT  # noqa: S301 - our own
    with pytest.raises(ValidationError):
        read.agency = "Police"  # type: ignore[misc]


@pytest.mark.parametrize(
    "change",
    [
        {"perspective": "nobody"},
        {"day": "yesterday"},
        {"answers": {"thresholds": {"kind": "shouted", "text": "The heron!"}}},
        {"answers": {"thresholds": {"kind": "said", "text": "The heron!", "volume": 11}}},
        {"answers": {"thresholds": ["The heron!"]}},
        {"finer_time": "09:30"},
    ],
)
def test_what_is_no_response_is_refused_without_a_word_of_it(change: dict[str, Any]) -> None:
    fields = KEPT.model_dump(mode="json") | change
    with pytest.raises(ValidationError) as refused:
        response_of(json.dumps(fields))

    assert "heron" not in str(refused.value)


def test_an_earlier_versions_response_gets_what_has_been_added_since() -> None:
    written = text_of_response(KEPT).replace('"age_band":null,', "")

    assert "age_band" not in written
    assert response_of(written) == KEPT


@pytest.mark.parametrize(
    ("sealed", "response"),
    [(WHOLE, KEPT), (WHOLE_AND_PRESSED, LONG), (SHORT, KEPT), (SHORT_AND_PRESSED, LONG)],
    ids=["schema 1", "schema 1, pressed", "schema 3", "schema 3, pressed"],
)
def test_what_any_released_version_has_sealed_is_read(sealed: str, response: Response) -> None:
    vault = Vault(Keys({1: bytes(range(32))}), naming=bytes(32))
    place = place_of("responses", vault.name("response", response.id))

    assert response_of(vault.open(place, base64.b64decode(sealed))) == response
