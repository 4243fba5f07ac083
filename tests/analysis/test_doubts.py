"""Whoever writes for a paper is asked about what may name somebody, and seldom for nothing."""

import pytest

from analysis.redaction.doubts import is_known, perhaps_named, words_of

KNOWN = frozenset(words_of("Mereshire Safeguarding Children Board, Police, North"))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("It slowed because Jane Doe was off sick.", ("Jane Doe",)),
        ("Jane Doe and Jane Doe again", ("Jane Doe",)),
        ("Train Rosie's team", ("Rosie",)),
        ("The Mereshire NHS Foundation Trust", ("Mereshire NHS Foundation Trust",)),
    ],
)
def test_what_may_name_somebody_is_asked_about_once(text: str, asked: tuple[str, ...]) -> None:
    assert perhaps_named(text, KNOWN) == asked


@pytest.mark.parametrize(
    "text",
    [
        "Neglect drifts because the Graded Care Profile 2 is used in 1 of 3 cases.",
        "Two Family Hubs opened in North Mereshire; Early Help closes too soon.",
        "Mereshire Police, Public Health, Home-Start, Action for Children, Women's Aid",
        "Virtual School Head, Principal Social Worker, Independent Reviewing Officer",
        "Signs of Safety, Working Together 2023, Domestic Abuse Act, Operation Encompass",
    ],
)
def test_agencies_roles_and_tools_are_not_asked_about(text: str) -> None:
    assert perhaps_named(text, KNOWN) == ()


def test_a_name_is_known_only_when_all_of_it_is() -> None:
    assert is_known("Mereshire Police", KNOWN)
    assert not is_known("Mereshire Joe", KNOWN)
    assert not is_known("…", KNOWN)
