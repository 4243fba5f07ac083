"""How many of those who were asked have answered, by agency."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from analysis.disclosure.suppression import (
    PROTECTED,
    RULES,
    Audience,
    Band,
    Percentage,
    Protected,
    TooFew,
    as_told,
    release_row,
    release_share,
)
from analysis.statistics import Share
from surveys.values import PersonId, WaveId
from surveys.wave import Delivery, Invitation

IN_RATE = "\x1f"  # between agency, wave and number of what a rate counts
LOW_RESPONSE = 30  # percent; below, who answered may not be like who was asked

Released = Percentage | Band | TooFew | Protected


@dataclass(frozen=True)
class Rate:
    """One agency's response rate, or everybody's. *is_low* may be known where no number is.

    *counted* names who was asked and who answered by wave, agency and number alone.
    """

    released: Released
    is_low: bool
    counted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rates:
    everybody: Rate
    agencies: Mapping[str, Rate]


def rates(invitations: Iterable[Invitation], waves: Iterable[WaveId], audience: Audience) -> Rates:
    """Answered of delivered; what bounced, or waits to be sent, was not asked.

    Protection looks at people: a team of four that was asked twice is still a team of four.
    """
    wanted = set(waves)
    asked = [one for one in invitations if one.wave in wanted and _was_asked(one)]
    names = {agency: plain(agency) for agency in {one.agency for one in asked}}
    everyone = [(names[one.agency], one.person) for one in asked]
    heard = [(names[one.agency], one.person) for one in asked if one.answered]
    found = _released(_shares(everyone, heard), _shares(set(everyone), set(heard)), audience)
    return _with_counted(found, asked, names)


def _with_counted(found: Rates, asked: Iterable[Invitation], names: Mapping[str, str]) -> Rates:
    """In a rate people are interchangeable, so that none of them needs to be named."""
    numbers: Counter[tuple[str, str, str]] = Counter()
    counted: defaultdict[str, list[str]] = defaultdict(list)
    for one in asked:
        for what in ("asked", "answered")[: 1 + one.answered]:
            place = names[one.agency], one.wave, what
            numbers[place] += 1
            counted[names[one.agency]].append(IN_RATE.join((*place, str(numbers[place]))))
    everybody = tuple(token for tokens in counted.values() for token in tokens)
    return Rates(
        everybody=replace(found.everybody, counted=everybody),
        agencies={
            name: replace(rate, counted=tuple(counted[name]))
            for name, rate in found.agencies.items()
        },
    )


def _shares(
    asked: Iterable[tuple[str, PersonId]], heard: Iterable[tuple[str, PersonId]]
) -> dict[str, Share]:
    """By agency, in the order of names: how many of those asked were heard."""
    answered = Counter(agency for agency, _ in heard)
    base = Counter(agency for agency, _ in asked)
    return {name: Share(favourable=answered[name], base=base[name]) for name in sorted(base)}


def plain(name: str) -> str:
    """A name in one line, without signs that nobody sees or that turn the text around them."""
    kept = "".join(" " if sign.isspace() else sign for sign in name)
    seen = "".join(sign for sign in kept if unicodedata.category(sign)[0] != "C")
    return " ".join(seen.split()) or "(no name)"


def _was_asked(invitation: Invitation) -> bool:
    return invitation.answered or invitation.delivery is Delivery.DELIVERED


def _released(
    shares: Mapping[str, Share], people: Mapping[str, Share], audience: Audience
) -> Rates:
    """How many people answered is a cell for each agency, under a total that is shown.

    An agency that hardly answered is named as such without its number. A reader then knows that
    the number is small, and that the number protected beside it is not; so that one must be large
    enough to leave all small numbers possible. Where none is, nobody is named.
    """
    smallest = RULES[audience].smallest_count
    answered = {name: share.favourable for name, share in people.items()}
    beside = _companion(answered, smallest)
    row = release_row(answered, audience, also=[beside] if beside else ())
    may_name = beside is not None or row.total == PROTECTED
    everybody = _sum(people.values())
    return Rates(
        everybody=_rate(
            _sum(shares.values()),
            everybody,
            audience,
            is_protected=row.total == PROTECTED,
            is_low=_is_low_whatever(everybody, smallest),
        ),
        agencies={
            name: _rate(
                share,
                people[name],
                audience,
                is_protected=row.counts[name] == PROTECTED,
                is_low=may_name and _is_low_whatever(people[name], smallest),
            )
            for name, share in shares.items()
        },
    )


def _rate(
    share: Share, people: Share, audience: Audience, *, is_protected: bool, is_low: bool = False
) -> Rate:
    if is_protected:
        return Rate(released=PROTECTED, is_low=is_low)
    released = release_share(people, audience)
    if isinstance(released, Percentage | Band):
        released = release_share(share, audience)
    is_told = isinstance(released, Percentage | Band)
    told = as_told(share, audience)
    return Rate(
        released=released, is_low=is_told and 100 * told.favourable < LOW_RESPONSE * told.base
    )


def _companion(answered: Mapping[str, int], smallest: int) -> str | None:
    """The agency whose number hides the small ones, known to be small, in the total they share."""
    small = [number for number in answered.values() if number < smallest]
    needed = 2 * smallest - 1 - sum(small)
    large = [(number, name) for name, number in answered.items() if number >= max(smallest, needed)]
    return min(large)[1] if small and large else None


def _is_low_whatever(share: Share, smallest: int) -> bool:
    """Whether any small number would be a low rate, so that the word does not tell them apart."""
    is_small = share.favourable < smallest
    return is_small and 100 * (smallest - 1) < LOW_RESPONSE * share.base


def _sum(shares: Iterable[Share]) -> Share:
    several = list(shares)
    return Share(
        favourable=sum(share.favourable for share in several),
        base=sum(share.base for share in several),
    )
