"""How a key is called where no words of its own stand beside it."""

from analysis.phrases import sentence

ACRONYMS = frozenset(
    {"camhs", "cin", "dsl", "ehcp", "fgm", "gp", "iro", "lado", "marac", "mash", "nhs", "qa", "upn"}
)


def called(key: str) -> str:
    """'course_topic' is 'Course topic', and 'nhs_number' 'NHS number'."""
    words = key.replace("_", " ").split()
    return sentence(" ".join(word.upper() if word in ACRONYMS else word for word in words))
