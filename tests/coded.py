"""Few and plain coded comments, of which models are learned in a moment."""

import json
from collections.abc import Mapping, Sequence

from analysis.reading.codebook import Codebook
from analysis.reading.labelled import CORRECTED, CodedComment, Source, read_coded

CODEBOOK = Codebook.model_validate(
    {
        "themes": [
            {"id": "boats", "label": "Boats", "description": "d", "words": ["canoe*"]},
            {"id": "hills", "label": "Hills", "description": "d", "words": ["ridge*"]},
        ]
    }
)
SAID = {
    "negative": "the {} was grim and cold number {}",
    "positive": "the {} was glorious and warm number {}",
    "neutral": "the {} is on the map number {}",
}


def plain_rows(*themes: tuple[str, str], many: int = 15) -> list[dict[str, object]]:
    """*many* of each leaning on each theme: its id, and the word that stands for it."""
    return [
        {"text": said.format(place, number), "sentiment": leaning, "themes": [theme]}
        for number in range(many)
        for leaning, said in SAID.items()
        for theme, place in themes
    ]


def source(given: Sequence[Mapping[str, object]], name: str = "own.jsonl") -> Source:
    return Source(name, "\n".join(map(json.dumps, given)).encode())


def plain_comments(*themes: tuple[str, str], many: int = 15) -> tuple[CodedComment, ...]:
    return read_coded([source(plain_rows(*themes, many=many))])


def corrected(text: str, sentiment: str, *themes: str, person: str = "p") -> CodedComment:
    """As a person of this board's coded it."""
    return CodedComment.model_validate(
        {
            "text": text,
            "sentiment": sentiment,
            "themes": themes,
            "set": CORRECTED,
            "person": person,
        }
    )
