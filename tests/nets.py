"""A net whose readings a test can foresee. How well the real one reads is measured elsewhere."""

import re

from analysis.signals import Lead, Signals, Urgency

FORESEEN: tuple[tuple[str, str, Urgency], ...] = (
    (r"kill herself", "self_harm_suicide", "immediate"),
    (r"colleague", "allegation_staff", "same_day"),
    (r"hits (her|him|me)", "physical", "same_day"),
)


def a_foreseeable_net(text: str) -> Signals:
    for pattern, category, urgency in FORESEEN:
        if found := re.search(pattern, text):
            lead = Lead(text=found[0], start=found.start(), end=found.end())
            return Signals(
                flagged=True,
                score=0.9,
                categories=(category,),
                urgency=urgency,
                words=(lead,),
                version="foreseen",
            )
    return Signals(flagged=False, score=0.0, version="foreseen")
