"""Learns the transformer that reads beside the light net. Extra `deep-learning`.

Each judged set, with its third of the ordinary comments, is read by a transformer, and by a light
net, that have learned from all the other texts only; what is judged is the score of both together,
which is also what reads.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from analysis.deep.encoder import Encoder, tokenizer_of
from analysis.deep.file import DeepModel, written
from analysis.deep.network import carried, graph_of
from analysis.deep.tuning import PASSES
from analysis.signals.deep.beside import HEADS, KIND, OVERLAP, Drawn, highest
from analysis.signals.deep.judging import Together, together
from analysis.signals.deep.tuning import example, tuned
from analysis.signals.judging import Judged, judged
from analysis.signals.labelled import JUDGED, LabelledText
from analysis.signals.learning import TASKS as LIGHT_TASKS
from analysis.signals.learning import Examples, held_out

TASKS = LIGHT_TASKS * len(JUDGED) + PASSES * (len(JUDGED) + 1)  # how often *tell* is called
UNDRAWN = Drawn(0.0, 0.0)


class DeepNet(NamedTuple):
    """The transformer's file; and how the *light* net alone and both *together* read."""

    content: bytes
    light: Sequence[Judged]
    together: Together


def learned_deep(
    texts: Sequence[LabelledText], net: str, tell: Callable[[], None] = lambda: None
) -> DeepNet:
    """The transformer to read beside the light net of this version, which learned from *texts*.

    Raises ImportError.
    """
    teacher = _Teacher(texts, net, tell)
    light = judged(held_out(texts, Examples(texts), tell))
    both = together(light, teacher.held_out())
    return DeepNet(written(teacher.learned(None, both.drawn)), light, both)


class _Teacher:
    def __init__(self, texts: Sequence[LabelledText], net: str, tell: Callable[[], None]) -> None:
        self._texts, self._net, self._tell = texts, net, tell
        self._folder = carried()
        self._words = (self._folder / "tokenizer.json").read_text(encoding="utf-8")
        tokenizer = tokenizer_of(self._words, OVERLAP)
        self._examples = [example(one, tokenizer) for one in texts]

    def held_out(self) -> dict[LabelledText, float]:
        """Each judged text by a transformer that has seen neither its set nor its ordinary ones."""
        read = {}
        for fold in JUDGED:
            encoder = Encoder(self.learned(fold, UNDRAWN), overlap=OVERLAP)
            for text in self._texts:
                if text.fold == fold:
                    concern = highest(encoder, text.text)
                    assert concern is not None, "a labelled text has words"
                    read[text] = concern
        return read

    def learned(self, without: str | None, drawn: Drawn) -> DeepModel:
        chosen = [
            one
            for one, text in zip(self._examples, self._texts, strict=True)
            if without is None or text.fold != without
        ]
        network = tuned(chosen, self._folder, self._tell)
        set_by_judging = {**drawn._asdict(), "net": self._net}
        return DeepModel(KIND, graph_of(network), self._words, HEADS, set_by_judging)
