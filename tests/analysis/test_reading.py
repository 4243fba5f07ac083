import json

import pytest

from analysis.reading.codebook import Codebook
from analysis.reading.reader import Reading, read
from surveys.coding import Sentiment

STRANGE = [
    "",
    " ",
    "ok",
    "😊",
    "\0",
    "\ud83d",
    "\u202eabc\u202c",
    "NOBODY RANG BACK!!!",
    "<!channel> *bold* <https://example.org|link> &amp; `code`",
    "[phone] [name]",
    "word " * 2_400,
    "x" * 12_000,
    "." * 12_000,
    "but it was all so very slow " * 400,
]


@pytest.mark.parametrize("comment", STRANGE)
def test_nothing_a_person_can_write_stops_the_reading(comment: str) -> None:
    row = read(comment).row()

    assert json.loads(json.dumps(row).encode()) == row


def test_a_row_has_what_heard_read_prints() -> None:
    row = read("The worker was lovely. Ring me on 07700 900123, nobody rang back.").row()
    first, second = row["sentences"]

    assert row == {
        "redacted": "The worker was lovely. Ring me on [phone], nobody rang back.",
        "spans": [{"start": 34, "end": 46, "kind": "phone"}],
        "sentences": [
            {
                "text": "The worker was lovely.",
                "sentiment": "positive",
                "themes": ["relationship"],
                "probability": first["probability"],
                "because": first["because"],
                "why": first["why"],
            },
            {
                "text": "Ring me on [phone], nobody rang back.",
                "sentiment": "negative",
                "themes": ["communication"],
                "probability": second["probability"],
                "because": second["because"],
                "why": second["why"],
            },
        ],
        "sentiment": "mixed",
        "probability": row["probability"],
        "themes": ["relationship", "communication"],
        "look": row["look"],
        "stance": None,
        "concern": {
            "flagged": False,
            "score": row["concern"]["score"] if row["concern"] else 1,
            "categories": [],
            "urgency": None,
            "words": [],
        },
    }
    assert "lovely" in first["because"]
    assert any("rang" in word for word in second["why"]["communication"])


def test_every_comment_passes_the_net() -> None:
    concern = read("My uncle comes in my room at night and says it is our secret.").concern

    assert concern is not None
    assert concern.flagged


def test_the_net_never_sees_what_was_taken_out() -> None:
    reading = read("Ring 07700 900123. My uncle comes in my room and says it is our secret.")

    assert reading.concern is not None
    for lead in reading.concern.words:
        assert reading.redacted[lead.start : lead.end] == lead.text


def test_a_reading_from_before_there_was_a_net_can_still_be_opened() -> None:
    kept = read("Nobody rang back.").model_dump(mode="json", exclude={"concern"})

    assert Reading.model_validate(kept).concern is None


def test_nothing_after_the_redaction_sees_what_was_taken_out() -> None:
    reading = read("Mrs Okafor was kind. Her mail is a.okafor@board.example")

    assert "kafor" not in reading.model_dump_json()


def test_sentences_are_slices_of_the_redacted_comment() -> None:
    reading = read("Call 020 7946 0123. It rings. Nobody answers.")

    assert len(reading.sentences) == 3
    for sentence in reading.sentences:
        assert sentence.text == reading.redacted[sentence.start : sentence.end]


def test_the_most_frequent_theme_comes_first() -> None:
    reading = read("She was kind. We waited. We waited again. Three weeks late.")

    assert reading.themes[0] == "timeliness"


def test_a_comment_that_says_nothing_we_know_is_neutral_and_not_assigned() -> None:
    reading = read("Xylophone.")

    assert (reading.sentiment, reading.themes) == (Sentiment.NEUTRAL, ())


def test_a_boards_own_codebook_is_read_by() -> None:
    themes = [{"id": "music", "label": "Music", "description": "d", "words": ["xylophone*"]}]
    own = Codebook.model_validate({"themes": themes})

    assert read("Xylophones!", own).themes == ("music",)


def test_the_engine_changes_with_the_codebook() -> None:
    themes = [{"id": "music", "label": "Music", "description": "d", "words": ["xylophone*"]}]
    own = Codebook.model_validate({"themes": themes})

    assert read("a", own).engine != read("a").engine


def test_the_same_comment_is_always_read_the_same() -> None:
    comment = "kind lady but she left after 3 weeks n nobody told us who is next 😢"

    assert len({read(comment) for _ in range(300)}) == 1


def test_a_reading_survives_being_stored() -> None:
    reading = read("The worker was lovely. Ring me on 07700 900123!")

    assert Reading.model_validate_json(reading.model_dump_json()) == reading
