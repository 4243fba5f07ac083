import json
from collections import defaultdict
from collections.abc import Callable
from random import Random
from statistics import fmean
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.signals import Signals, read_or_flag, read_signals
from analysis.signals.judging import Judged, lines, missed, rates, scores_of
from analysis.signals.labelled import JUDGED, LabelledText, Urgency, labelled_texts
from analysis.signals.learning import Examples, Raw, held_out, learned
from analysis.signals.model import CONCERN, Features, Net, net_from, shipped_net
from analysis.signals.typing_noise import noisily

DISCLOSURE = "My uncle comes in my room at night and says it is our secret."
EVERYDAY = "The parking is hard and the meeting began late."
STRANGE = ["", " ", "😊", "\0", "\ud83d", "!!!", "x" * 12_000, "word " * 2_400, "[phone] [name]"]


@pytest.mark.parametrize("text", STRANGE)
def test_nothing_a_person_can_write_stops_the_net(text: str) -> None:
    assert read_or_flag(text).version == shipped_net().version


@given(st.text(max_size=300))
@settings(max_examples=20)
def test_any_text_is_read_and_its_leads_are_slices_of_it(text: str) -> None:
    signals = read_signals(text)

    assert 0 <= signals.score <= 1
    for lead in signals.words:
        assert text[lead.start : lead.end] == lead.text


def test_a_flag_says_what_kind_how_soon_and_why() -> None:
    signals = read_signals(DISCLOSURE)

    assert signals.flagged
    assert signals.categories[0] == "sexual"
    assert signals.urgency in {"immediate", "same_day"}
    assert signals.words


def test_what_is_not_flagged_has_no_category_and_no_urgency() -> None:
    signals = read_signals(EVERYDAY)

    assert (signals.flagged, signals.categories, signals.urgency) == (False, (), None)


def test_a_text_that_can_not_be_read_counts_as_flagged() -> None:
    signals = read_or_flag(DISCLOSURE, Net("broken", Features([], []), {}))

    assert (signals.flagged, signals.categories) == (True, ("unread",))
    assert signals.urgency == "same_day"


@pytest.mark.parametrize(
    ("text", "category", "urgency"),
    [
        ("hes been missing since sat, i didnt ring", "missing", "immediate"),
        ("Cant do this. I dont want to be here anymore lol", "self_harm_suicide", "immediate"),
        ("I was told to close it.", "unaddressed_risk", "same_day"),
        ("My social worker [name] hit me", "allegation_staff", "same_day"),
        ("Mum slapped me this morning.", "physical", "same_day"),
    ],
)
def test_what_is_said_plainly_is_always_flagged(text: str, category: str, urgency: str) -> None:
    signals = read_signals(text)

    assert (signals.score, signals.categories[0]) == (1.0, category)
    assert signals.urgency in {urgency, "immediate"}


def test_who_was_hit_by_a_worker_is_told_to_both_routes_by_the_words_that_say_so() -> None:
    signals = read_signals("My social worker [name] hit me last night")

    assert signals.categories[:2] == ("allegation_staff", "physical")
    assert [lead.text for lead in signals.words] == ["social worker [name] hit me last night"]
    assert read_signals(f"{EVERYDAY * 140} My social worker [name] hit me {EVERYDAY * 140}").flagged


def test_a_disclosure_inside_a_long_comment_is_found() -> None:
    assert read_signals(f"{EVERYDAY * 40} {DISCLOSURE} {EVERYDAY * 40}").flagged


def in_wide_letters(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(in_wide_letters, id="wide letters"),
        pytest.param("\u200b".join, id="zero-width signs"),
        pytest.param(quote, id="a pasted address"),
        pytest.param(lambda text: "".join(f"&#{ord(sign)};" for sign in text), id="entities"),
        pytest.param(lambda text: text.replace(" ", "</b> <b>"), id="tags"),
        pytest.param(lambda text: " ".join(map(".".join, text.split())), id="dots"),
        pytest.param(lambda text: "  ".join(map(" ".join, text.split())), id="letters apart"),
        pytest.param(lambda text: text.replace(" ", " 😀 "), id="faces between"),
        pytest.param(lambda text: " ".join(f"*{word}*" for word in text.split()), id="markup"),
        pytest.param(
            lambda text: f"Fine.\n\nOn Monday Sam wrote:\n> {text}\n> Sam", id="a quoted mail"
        ),
        pytest.param(lambda text: f"```\n{text}\n```", id="a code block"),
        pytest.param(lambda text: f"{EVERYDAY * 125} {text}. {EVERYDAY * 125}", id="12,000 signs"),
    ],
)
def test_what_hides_the_words_of_a_disclosure_hides_it_from_nobody(
    hidden: Callable[[str], str],
) -> None:
    text = hidden("My uncle says it is our secret")
    signals = read_signals(text)

    assert signals.score == 1.0
    assert signals.categories[0] == "sexual"
    for lead in signals.words:
        assert text[lead.start : lead.end] == lead.text


def test_the_same_text_is_always_read_the_same() -> None:
    assert len({read_signals(DISCLOSURE) for _ in range(100)}) == 1


def test_signals_survive_being_stored() -> None:
    signals = read_signals(DISCLOSURE)

    assert Signals.model_validate(json.loads(signals.model_dump_json())) == signals


def test_every_labelled_text_has_an_answer_and_no_text_stands_twice() -> None:
    texts = labelled_texts()

    assert len({text.text for text in texts}) == len(texts)
    for text in texts:
        assert bool(text.label) == (text.category != "none") == (text.urgency > Urgency.NONE)
    assert sum(text.set in JUDGED for text in texts) == 1_120
    assert sum(text.set == "ordinary" for text in texts) == 2_350


def recall(texts: list[str]) -> float:
    return fmean(read_signals(text).flagged for text in texts)


def test_the_net_knows_the_disclosures_it_learned_from() -> None:
    disclosures = [text.text for text in labelled_texts() if text.set in JUDGED and text.label]

    assert recall(disclosures[::5]) > 0.98


def repeatable(text: str) -> Random:
    return Random(len(text))  # noqa: S311 - the same slips each time


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(str.upper, id="capitals"),
        pytest.param(str.lower, id="small letters"),
        pytest.param(lambda text: text.replace("'", "").replace("’", ""), id="no apostrophes"),
        pytest.param(lambda text: text.replace("'", "’"), id="curled apostrophes"),
        pytest.param(lambda text: f"{text} 😢", id="a face"),
        pytest.param(lambda text: noisily(text, repeatable(text)), id="slips"),
    ],
)
def test_hurried_typing_hides_no_more_than_three_in_a_hundred(typed: object) -> None:
    assert callable(typed)
    disclosures = [text.text for text in labelled_texts() if text.set in JUDGED and text.label][::5]

    assert recall([typed(text) for text in disclosures]) >= recall(disclosures) - 0.03


@pytest.fixture(scope="module")
def few() -> list[LabelledText]:
    """Twelve from each set."""
    by_set: dict[str, list[LabelledText]] = defaultdict(list)
    for text in labelled_texts():
        by_set[text.set].append(text)
    return [text for name in (*JUDGED, "ordinary") for text in by_set[name][:12]]


@pytest.fixture(scope="module")
def small(few: list[LabelledText]) -> Raw:
    return learned(Examples(few))


def test_the_same_texts_give_the_same_net(few: list[LabelledText], small: Raw) -> None:
    assert learned(Examples(few)).net({}) == small.net({})


def test_a_net_is_the_same_once_it_was_written(small: Raw) -> None:
    content = small.net({CONCERN: 0.25})
    read = net_from(content)

    assert read.weigh(["my", "uncle"]) == net_from(content).weigh(["my", "uncle"])
    assert len(read.version) == 8


def test_no_set_is_judged_by_a_net_that_learned_from_it(few: list[LabelledText]) -> None:
    few = few[::3]
    nets = held_out(few, Examples(few))

    assert set(nets) == set(few)
    assert len({id(nets[text]) for text in few if text.set == "first"}) == 1
    assert len({id(net) for net in nets.values()}) == len(JUDGED)


def a_judged(score: float, *, label: int = 1, urgency: str = "same_day") -> Judged:
    text = LabelledText.model_validate(
        {
            "text": f"{label} {score}",
            "label": label,
            "category": "physical" if label else "none",
            "urgency": urgency if label else "none",
            "set": "first",
        }
    )
    scores = dict.fromkeys(shipped_net().weigh(["a"]).scores, 0.1)
    return Judged(text, {**scores, "concern": score, "immediate": score, "physical": 0.9})


def test_the_line_is_drawn_where_more_than_19_of_20_disclosures_are_found() -> None:
    read = [a_judged(number / 100, urgency="immediate") for number in range(1, 41)]

    drawn = lines(read)

    assert sum(one.scores["concern"] >= drawn["concern"] for one in read) == 39
    assert [text.text for text in missed(read, drawn)] == ["1 0.01"]


def test_the_line_is_drawn_lower_where_those_who_need_help_at_once_would_be_missed() -> None:
    urgent = [a_judged(number / 1000, urgency="immediate") for number in range(11, 31)]
    read = [*urgent, *(a_judged(0.5 + number / 1000) for number in range(380))]

    drawn = lines(read)

    assert sum(one.scores["concern"] >= drawn["concern"] for one in urgent) == 20


def test_figures_stand_on_their_base() -> None:
    read = [a_judged(0.9), a_judged(0.2), *(a_judged(0.8, label=0) for _ in range(2))]

    found = {
        rate.name: (rate.hits, rate.base)
        for rate in rates(read, {"concern": 0.5, "immediate": 0.5})
    }

    assert found["recall"] == (1, 2)
    assert found["precision, balanced sets"] == (1, 3)
    assert "recall, physical" not in found


def test_the_first_category_is_judged_as_it_is_shown() -> None:
    text = "gone since the day her partner shouted and broke the door"
    judged = LabelledText(text=text, label=1, category="missing", urgency=Urgency.IMMEDIATE)
    read = [Judged(judged, scores_of(shipped_net(), text))]

    [right] = [r for r in rates(read, {"concern": 0.5, "immediate": 0.5}) if "category" in r.name]
    assert read_signals(text).categories[0] == "missing"
    assert right.hits == 1


@pytest.mark.parametrize(
    "text",
    [
        "It hit me yesterday how much I like my job, and the caseload hit us this morning.",
        "The social worker hurt me more than she knows by leaving.",
    ],
)
def test_an_everyday_turn_of_phrase_is_no_plain_saying(text: str) -> None:
    assert read_signals(text).score < 1.0


@pytest.mark.parametrize(
    "text", ["my sw hit me", "teachers hit me", "I was hit by my foster carer.", "the coach hit me"]
)
def test_who_was_hit_by_somebody_who_works_with_them_is_always_flagged(text: str) -> None:
    signals = read_signals(text)

    assert (signals.score, signals.categories[0]) == (1.0, "allegation_staff")
