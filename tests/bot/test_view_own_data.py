"""What a person sees of what is kept about them, however much it is."""

from typing import Any

from slack_sdk.models.views import View

from bot.views.own_data import (
    FROM,
    Asked,
    OwnData,
    forgetting_view,
    own_answers_view,
    own_data_view,
)
from tests.builders import SPRING, a_survey, a_wave
from tests.checkers import as_json, problems_of_view

HOSTILE = "<!channel> *&* <https://example.org|press>\n" * 60


def shown(view: View) -> dict[str, Any]:
    document: dict[str, Any] = as_json(view)
    assert problems_of_view(document) == []
    return document


def test_all_answers_of_a_long_survey_can_be_read_page_by_page() -> None:
    given = [(f"Question {number} {HOSTILE[:400]}", HOSTILE) for number in range(200)]
    start, seen = 0, 0
    while True:
        view = shown(own_answers_view(SPRING, HOSTILE[:100], given, start))
        text = str(view)
        seen += sum(f"Question {number} " in text for number in range(start, 200))
        more = [block for block in view["blocks"] if block["type"] == "actions"]
        if not more:
            break
        wave, _, following = more[0]["elements"][0]["value"].partition(FROM)
        assert wave == SPRING
        start = int(following)

    assert seen == 200
    assert "<!channel>" not in text


def test_very_many_surveys_fit_into_the_window() -> None:
    asked = Asked(wave=a_wave(), survey=a_survey(), answered=True, can_be_found=True)
    data = OwnData(listed=None, asked=(asked,) * 300, begun=0, voices=0)

    assert "220 older ones are not listed" in str(shown(own_data_view(data)))
    assert "your answers in 300 surveys" in str(shown(forgetting_view(data)))
