"""Every sentence about quotes."""

from collections.abc import Sequence

from analysis.wording import say
from bot.reading.quotes_at_hand import Candidate
from bot.wording.people import hand
from surveys.framework import Perspective
from surveys.quote import Chosen, Scope, Why, reasons

WHY = {
    Why.POINTS: "It could point to somebody",
    Why.MISLEADS: "It misleads out of context",
    Why.HURTS: "It could hurt somebody",
    Why.NOT_NEEDED: "It is not needed",
}
FOR = {Scope.BOARD: "for the Board", Scope.PUBLIC: "for the Board and the public"}
NOTHING = (
    "Nothing can be proposed. A quote needs a voice whose speaker agreed to be quoted, read by the "
    "machine, in a group of ten or more; see docs/quotes.md for the rest."
)
ALONE = "Kept. A second person has to approve it before anybody sees it: ask another analyst."
APPROVED = "Two people have approved it. It is in the digest and in the paper from now on."
TAKEN_BACK = "Taken back. Nobody sees it any more; two people would have to approve it anew."
NOT_USED = "It is not used. Approving it later needs two people, as before."


def standing(one: Candidate) -> str:
    """How far it is, and whose turn."""
    quote, own = one.quote, " You logged it, so others decide." if one.own else ""
    if quote.approved_for:
        who = " and ".join(hand(approval.by) for approval in quote.approvals)
        return f"*Approved* {FOR[quote.approved_for]} by {who}.{own}"
    if quote.approvals:
        first = quote.approvals[0]
        return f"*Waits for a second person*: {hand(first.by)} approved it {FOR[first.scope]}.{own}"
    if quote.is_refused:
        why = list(reasons(quote))
        last = f": {WHY[why[-1]][0].lower()}{WHY[why[-1]][1:]}" if why else ""
        return f"*Not used*{last}.{own}"
    return f"*New.* Could somebody who knows them tell who said it? Then it is not to be used.{own}"


def counted(candidates: Sequence[Candidate]) -> str:
    waiting = sum(one.quote.waits_for_another for one in candidates)
    approved = sum(one.quote.approved_for is not None for one in candidates)
    new = sum(not one.quote.steps for one in candidates)
    return f"{waiting} wait for a second person · {new} new · {approved} approved"


def speaker(perspective: Perspective) -> str:
    """'A child or young person'."""
    return say(f"speaker.{perspective.value}")


def chosen(why: Chosen) -> str:
    """'against what most say'."""
    return say(f"chosen.{why.value}")


def in_digest(children: int, others: int, serious: int) -> str:
    """How many quotes are approved, and none of them: no message carries anybody's words."""
    told = []
    if children:
        one = children == 1
        told.append(say("quotes.from_child" if one else "quotes.from_children", number=children))
    if others:
        told.append(say("quotes.from_others", number=others))
    if serious:
        told.append(say("quotes.one_rare" if serious == 1 else "quotes.some_rare", number=serious))
    return " · ".join(told)
