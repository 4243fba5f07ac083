"""What the transformer learns from a coded comment, and what it does not."""

from importlib.util import find_spec

import pytest

from analysis.reading.labelled import CodedComment
from surveys.coding import Sentiment

pytestmark = pytest.mark.skipif(find_spec("torch") is None, reason="torch is deep-learning's")


def test_of_a_theme_that_was_not_there_when_it_was_coded_the_transformer_learns_nothing() -> None:
    import torch  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    from analysis.deep.network import carried  # noqa: PLC0415
    from analysis.reading.deep.tuning import example, filled, loss_of_themes  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(carried() / "tokenizer.json"))
    comment = CodedComment(
        text="the dinghy", sentiment=Sentiment.POSITIVE, themes=("boats",), offered=("boats",)
    )
    one = example(comment, ["boats", "tides"], tokenizer)
    scores = torch.zeros(1, 1, 2, requires_grad=True)

    loss_of_themes(scores, filled([one], themes=2)).backward()

    assert scores.grad is not None
    boats, tides = scores.grad[0, 0].tolist()
    assert boats < 0 == tides
