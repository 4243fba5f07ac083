import pytest

from analysis.reading.codebook import Codebook, library_codebook
from analysis.reading.themes import themes

OWN = Codebook.model_validate(
    {
        "themes": [
            {"id": "waiting", "label": "W", "description": "d", "words": ["wait*", "too long"]},
            {"id": "praise", "label": "P", "description": "d", "words": ["can't fault", "kind"]},
        ]
    }
)


def found(sentence: str, codebook: Codebook = OWN) -> list[str]:
    return [theme.theme for theme in themes(sentence, codebook)]


def test_a_sentence_can_have_several_themes_in_the_codebooks_order() -> None:
    assert found("kind, though we waited") == ["waiting", "praise"]


def test_a_theme_of_a_boards_own_is_found_by_the_words_of_its_description_too() -> None:
    music = {"id": "music", "label": "Music", "description": "Lessons on an instrument."}
    own = Codebook.model_validate({"themes": [{**music, "words": ["xylophone*"]}]})

    assert found("she started violin lessons in school", own) == ["music"]
    assert themes("she started violin lessons in school", own)[0].why == ("lessons",)
    assert found("she started school on Monday", own) == []


def test_not_assigned_is_empty() -> None:
    assert themes("the sky is blue", OWN) == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("she is kind", ["praise"]),
        ("what kindling", []),
        ("mankind", []),
        ("WAITING!!", ["waiting"]),
        ("the await", []),
        ("it took too   long", ["waiting"]),
        ("too very long", []),
        ("too", []),
        ("cant fault her", ["praise"]),
        ("Can’t fault her", ["praise"]),
        ("cannot fault her", ["praise"]),
        ("", []),
        ("\0😊\u202e", []),
    ],
)
def test_words_count_whole_beginnings_from_the_start_phrases_in_order(
    sentence: str, expected: list[str]
) -> None:
    assert found(sentence) == expected


def test_each_theme_shows_the_words_that_point_to_it_as_typed() -> None:
    (waiting,) = themes("We WAITED and waited, far too long", OWN)

    assert waiting.why == ("WAITED", "waited", "too long")


def test_the_marks_of_redaction_are_no_words_of_the_comment() -> None:
    codebook = Codebook.model_validate(
        {"themes": [{"id": "a", "label": "A", "description": "d", "words": ["school", "phone"]}]}
    )

    assert found("[school] gave me [phone]", codebook) == []
    assert found("my school", codebook) == ["a"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They sent a leaflet full of jargon", "communication"),
        ("she believed me", "listened_to"),
        ("She was rude and I felt judged", "relationship"),
        ("Eleven weeks for a first visit", "timeliness"),
        ("a new social worker every term", "continuity"),
        ("My caseload is twice what it should be", "workload"),
        ("Agencies just don't talk to each other", "info_sharing"),
        ("Told we did not meet the threshold", "thresholds"),
        ("My supervision is monthly and useful", "supervision"),
        ("The training was well pitched", "training"),
        ("I wasn't invited to my own review", "participation"),
        ("We are safer than last year", "safety"),
        ("third placement this year", "stability"),
        ("the youth club shut", "access"),
        ("Never heard the outcome of my referral", "feedback"),
    ],
)
def test_every_theme_of_the_library_is_found_in_plain_talk(sentence: str, expected: str) -> None:
    assert expected in found(sentence, library_codebook())
