"""What is said of a model that was learned from corrections. No comment of anybody is quoted."""

from collections.abc import Iterator
from datetime import date

from analysis.reading.lessons import (
    FROZEN_PERCENT,
    MAY_FALL,
    SMALLEST_PART,
    Compared,
    Taught,
)
from analysis.redaction.names.corrections import TaughtNames

NOTHING_CODED = (
    "People have coded no comment that can be learned from yet. In Slack: /review. (A part of what "
    "they code is kept for judging.)"
)
NO_MARKS = (
    "No reviewer has corrected a name in a comment that can be learned from yet. In Slack: "
    "/review, then Wrong redaction. (A part of the corrections is kept for judging.)"
)
NOT_LEARNED = (
    "Nothing could be learned ({why}), and nothing has changed. Please tell whoever looks after "
    "Heard."
)
NOT_QUOTED = (
    "No comment is quoted here, because they are of real people. Nothing that one person alone "
    "said, not even a word, is in the model."
)


def nothing_coded(for_judging: int) -> str:
    """Why nothing can be learned, though people may have coded what is kept *for_judging*."""
    if not for_judging:
        return NOTHING_CODED
    return (
        f"None of what people coded can be learned from yet: all {for_judging:,} comments are kept "
        "for judging how well the machine reads, as those of the random sample always are. Please "
        "code others in Slack: /review."
    )


def summary(compared: Compared) -> str:
    """For the audit chain and the log."""
    change = f"macro-F1 {compared.before:.3f} before, {compared.after:.3f} after"
    own = compared.own
    alone = f" (the board's own: {own.before:.3f}, {own.after:.3f})" if own else ""
    return f"{change}, on {compared.comments:,} comments{alone}"


def told(kind: str, taught: Taught) -> Iterator[str]:
    """For whoever asked for it."""
    compared = taught.compared
    yield (
        f"Learned {kind} from {taught.corrections:,} comments that people coded, beside those "
        "that come with Heard."
    )
    yield (
        f"On {compared.comments:,} comments that were not learned from, macro-F1 was "
        f"{compared.before:.3f} and is {compared.after:.3f}. {_own(compared)}"
    )
    if compared.is_worse:
        yield f"That is {_why_not(compared)}, so it was not taken, and what read before reads on."
    else:
        yield (
            f"It reads from now on (version {taught.version}). What was read is read anew in the "
            "background: heard coding status."
        )


def told_of_names(taught: TaughtNames) -> Iterator[str]:
    """For whoever asked for it."""
    frozen, shipped = taught.frozen, taught.shipped
    yield f"Learned to find names from {taught.learned:,} corrections, beside what Heard brings."
    yield (
        f"Mistakes in {frozen.of:,} readings of corrections that were not learned from: "
        f"{frozen.before:,} before, {frozen.after:,} after. With {shipped.of:,} names in texts "
        f"that Heard brings: {shipped.before:,} before, {shipped.after:,} after."
    )
    if taught.is_worse:
        yield "That is worse, so it was not taken, and names are found as before."
    else:
        yield "Names are found by it from now on, in what is written from now on."


def card(kind: str, taught: Taught, day: date) -> str:
    """What the model is, what it learned from, and how it compares with the one before."""
    compared = taught.compared
    outcome = (
        f"**Not taken**, because it reads {_why_not(compared)}: the one before reads on."
        if compared.is_worse
        else "It reads from this day on."
    )
    return "\n".join(
        [
            f"# This board's model that reads {kind}",
            "",
            f"Made by `heard learn {kind} --from corrections` on {day:%-d %B %Y} (version "
            f"{taught.version}) from {taught.corrections:,} comments that people coded, of "
            f"{taught.people:,} people, beside the coded comments that come with Heard. {outcome}",
            "",
            NOT_QUOTED,
            "",
            "## Before and after",
            "",
            f"On {compared.comments:,} comments that were not learned from: those that come with "
            f"Heard, each read by a model that had not learned from its file, and "
            f"{compared.frozen:,} of the board's own. Of all comments that people code "
            f"{FROZEN_PERCENT}% are kept for this, by lot; the ones coded blind count. What reads "
            f"worse by more than {MAY_FALL} on all of them, or clearly so on the board's own, of "
            f"which that takes {SMALLEST_PART}, is not taken.",
            "",
            "| macro-F1 | before | after |",
            "|---|---|---|",
            f"| all | {compared.before:.3f} | {compared.after:.3f} |",
            *(
                [_row("the board's own alone", compared.own.before, compared.own.after)]
                if compared.own
                else []
            ),
            "",
            _own(compared),
            "",
            "## How well it reads",
            "",
            "Each comment read by a model that had not learned from its part. In brackets the 95% "
            "interval.",
            "",
            "| held out | figure | of |",
            "|---|---|---|",
            *(f"| {name} | {figure} | {base} |" for name, figure, base in taught.figures),
            "",
        ]
    )


def _why_not(compared: Compared) -> str:
    """What is worse, where something is."""
    if compared.is_worse_of_all:
        return f"worse by more than {MAY_FALL}"
    return f"clearly worse, by more than {MAY_FALL}, on the board's own comments"


def _row(name: str, before: float, after: float) -> str:
    return f"| {name} | {before:.3f} | {after:.3f} |"


def _own(compared: Compared) -> str:
    if not compared.frozen:
        return (
            "None of them is the board's own yet: that takes comments coded blind, of the part "
            "that is kept for judging."
        )
    if compared.own is None:
        return (
            f"{compared.frozen:,} of them are the board's own: too few to say anything of them "
            f"alone, which takes {SMALLEST_PART}."
        )
    own = compared.own
    return (
        f"On the {compared.frozen:,} of the board's own alone it was {own.before:.3f} and is "
        f"{own.after:.3f} (a change of {own.least:+.2f} to {own.most:+.2f}, likely)."
    )
