"""What is called after its key is called as people write it."""

import pytest

from bot.wording.labels import called


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("course_topic", "Course topic"),
        ("lado_contact", "LADO contact"),
        ("what_the_nhs_number_is", "What the NHS number is"),
        ("ehcp", "EHCP"),
        ("größe", "Größe"),
        ("", ""),
    ],
)
def test_a_key_is_called_as_people_write_it(key: str, label: str) -> None:
    assert called(key) == label
