"""Whose share of people a change of the codebook would move, in words."""

from analysis.figures.codebook_shares import ShareMoved, SharesMoved

NOT_FOR_ALL = (
    "Whose share of people would move is for the QA team: it is not corrected yet for what the "
    "machine gets wrong. Please ask an analyst before you sign."
)
TOO_FEW = "Too few people wrote in these quarters to tell whose share would move."


def shares_told(shares: SharesMoved | None) -> str:
    """*shares* is None for whoever may not see them."""
    if shares is None:
        return NOT_FOR_ALL
    if shares.people is None:
        return TOO_FEW
    if not shares.moved:
        return "No theme's share would move by five people or more that can be told."
    moved = "; ".join(map(_share, shares.moved))
    return (
        f"Shares that would move most, of {shares.people:,} people who wrote in these quarters: "
        f"{moved}. As it is read, not corrected for what the machine gets wrong: to weigh the "
        "change by, and not to quote."
    )


def _share(one: ShareMoved) -> str:
    then = _percent(one.then) if one.was_there else "new"
    now = _percent(one.now) if one.is_there else "gone"
    return f"“{one.label}” {then} → {now}"


def _percent(share: int | None) -> str:
    return "too few or nearly all to tell" if share is None else f"{share}%"
