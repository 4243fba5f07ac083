"""Who speaks of which theme in their comments on one content area, one vote a person."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.disclosure.suppression import effective_count
from analysis.evidence.facts import Facts
from analysis.evidence.leanings import PEOPLE, Comment, counting
from analysis.statistics import Audited, Prevalence, prevalence
from surveys.answering import Response
from surveys.coding import Coder, Coding, Sampled
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.reviewed import PersonsCoding
from surveys.values import Respondent, ResponseId, Slug


@dataclass(frozen=True)
class Writer:
    """Themes of all comments in one response, as the machine read them; and as a person did.

    *person* is None unless the writer was drawn by lot and every comment was read again, blind.
    *asked* are the themes that there were then, as they still are; None for all.
    """

    response: Response
    machine: frozenset[Slug]
    person: frozenset[Slug] | None
    asked: frozenset[Slug] | None = None

    def is_audited(self, theme: Slug) -> bool:
        """Who was read again before there was the theme says nothing of it, and not no."""
        return self.person is not None and (self.asked is None or theme in self.asked)

    def found(self, theme: Slug) -> str:
        """Whether the machine found it, and whether a person did: a figure counts nothing else."""
        by_person = int(theme in (self.person or ())) if self.is_audited(theme) else "-"
        return f"{int(theme in self.machine)}{by_person}"


@dataclass(frozen=True)
class Speaking:
    """What the people of one perspective wrote of. *machines* are the versions that read for it."""

    writers: tuple[Writer, ...]
    machines: tuple[str, ...]

    @property
    def base(self) -> int:
        return len(self.writers)

    @property
    def rows(self) -> tuple[ResponseId, ...]:
        return tuple(sorted(one.response.id for one in self.writers))

    @cached_property
    def effective_base(self) -> int:
        return _effective(self.writers)

    def of(self, theme: Slug) -> Prevalence:
        found = Counter(one.found(theme) for one in self._audited if one.is_audited(theme))
        audited = Audited(
            both=found["11"], only_machine=found["10"], only_person=found["01"], neither=found["00"]
        )
        return prevalence(self._by_machine[theme], self.base, audited)

    @cached_property
    def _audited(self) -> tuple[Writer, ...]:
        return tuple(one for one in self.writers if one.person is not None)

    @cached_property
    def _by_machine(self) -> Counter[Slug]:
        return Counter(theme for one in self.writers for theme in one.machine)

    def effective_found(self, theme: Slug) -> int:
        """In how many the machine found it, judged by the agency that speaks for all of them."""
        return _effective([one for one in self.writers if theme in one.machine])


def _effective(writers: Collection[Writer]) -> int:
    agencies = Counter(one.response.agency for one in writers if one.response.agency)
    return effective_count(agencies) if agencies.total() == len(writers) else len(writers)


def speaking(
    facts: Facts, period: Period, codings: Iterable[Coding]
) -> dict[Perspective, Speaking]:
    """For each perspective whose comments of *period* a machine has read, who speaks of what.

    A machine's reading is what is corrected, so it counts here also where a person's is there.
    """
    several = tuple(codings)
    commented = facts.commented_in(period)
    among = {response.id for response, _ in commented}
    machine = counting((one for one in several if one.coder is Coder.MACHINE), among)
    audit = counting((one for one in several if one.sampled is Sampled.AUDIT), among)
    writers: defaultdict[Perspective, dict[Respondent, Writer]] = defaultdict(dict)
    versions: defaultdict[Perspective, set[str]] = defaultdict(set)
    for response, comments in commented:
        read = [one for name in comments if (one := (response.id, name)) in machine]
        if read:
            versions[response.perspective] |= {machine[one].version for one in read}
            writers[response.perspective][response.respondent] = Writer(
                response=response,
                machine=_themes(machine, read),
                person=_themes(audit, read) if all(one in audit for one in read) else None,
                asked=_asked(audit[one] for one in read if one in audit),
            )
    return {
        one: Speaking(tuple(writers[one].values()), tuple(sorted(versions[one])))
        for one in PEOPLE
        if writers[one]
    }


def _themes(codings: Mapping[Comment, Coding], comments: Iterable[Comment]) -> frozenset[Slug]:
    return frozenset(theme for one in comments for theme in codings[one].themes)


def _asked(codings: Iterable[Coding]) -> frozenset[Slug] | None:
    """The themes that all of them could name; None for all there are."""
    several = (one.asked for one in codings if isinstance(one, PersonsCoding))
    limited = [one for one in several if one is not None]
    return frozenset.intersection(*limited) if limited else None
