"""Who said what about one content area in one period: one vote a person, and never pooled views.

- A person votes once on each 'good' statement: favourably when more than half of their answers to
  its questions are favourable. A tie is not. Their latest response counts if they gave several.
- Opt-outs leave the base. Who only opted out is counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.disclosure.suppression import effective_count
from analysis.evidence.facts import Facts, Version
from analysis.evidence.linking import Linked, Topic, Wording, as_one
from analysis.statistics import Share
from surveys.answering import Answer, Answers, Chosen, ChosenMany, Response
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.values import Respondent, ResponseId
from surveys.wave import Wave


class Ballot(NamedTuple):
    """One person's answers on one topic: each True if favourable, None if they opted out.

    *vote* is what all of them come to.
    """

    response: ResponseId
    agency: str | None
    marks: tuple[tuple[Wording, bool | None], ...]
    vote: bool | None


_Given = tuple[tuple[tuple[Wording, bool | None], ...], bool | None]  # marks and vote


@dataclass(frozen=True)
class Counted:
    """The votes on one topic. *agencies* says how many of the base each agency gave."""

    share: Share
    opted_out: int
    agencies: Mapping[str, int]

    @property
    def effective_base(self) -> int:
        """The base, or that of the agency that speaks for the whole. See suppression."""
        known = sum(self.agencies.values())
        return effective_count(self.agencies) if known == self.share.base else self.share.base

    @property
    def opt_outs(self) -> Share:
        return Share(favourable=self.opted_out, base=self.share.base + self.opted_out)


@dataclass
class Votes:
    """All votes of one period on one area. Once they are all noted, none is changed any more.

    *questions* are those of each version of a survey whose answers are together one vote.
    """

    asked: dict[Topic, dict[Wording, Linked]] = field(default_factory=dict)
    ballots: dict[Topic, dict[Respondent, Ballot]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    voices: dict[Perspective, list[Response]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[Topic, dict[Version, frozenset[Wording]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    unreadable: int = 0
    _counts: dict[tuple[Topic, frozenset[Wording] | None], Counted] = field(default_factory=dict)

    def count(self, topic: Topic, among: Collection[Wording] | None = None) -> Counted:
        """The votes on *topic*, from the answers to the questions *among*, or to all."""
        wanted = topic, None if among is None else frozenset(among)
        if wanted not in self._counts:
            self._counts[wanted] = _counted(self.ballots.get(topic, {}).values(), among)
        return self._counts[wanted]

    def votes_on(
        self, topic: Topic, among: Collection[Wording] | None = None
    ) -> dict[Version, str]:
        """By the version that somebody answered, what stands for all that their vote is on."""
        return {
            version: as_one(wordings if among is None else wordings & set(among))
            for version, wordings in self.questions[topic].items()
        }

    def rows(
        self, topic: Topic, among: Collection[Wording] | None = None
    ) -> tuple[ResponseId, ...]:
        """The responses that the base of *topic* stands on, in the order of their ids."""
        ballots = self.ballots.get(topic, {}).values()
        return tuple(sorted([one.response for one in ballots if _vote_of(one, among) is not None]))


class Together(NamedTuple):
    """The votes of several periods, and the responses behind them; see `Votes`."""

    counted: Counted
    rows: tuple[ResponseId, ...]


def together(topic: Topic, *several: Votes) -> Together | None:
    """The votes of several periods, oldest first, on the same questions; and what they stand on.

    Who is known to have answered in more than one has the latest vote; in confidential waves nobody
    is known. None where not all were asked the same in the same words.
    """
    asked = [votes.asked.get(topic, {}).keys() for votes in several]
    if any(one != asked[0] for one in asked):
        return None
    ballots: dict[Respondent, Ballot] = {}
    for votes in several:
        ballots |= votes.ballots.get(topic, {})
    rows = sorted(one.response for one in ballots.values() if one.vote is not None)
    counted = _counted(ballots.values(), None)
    return Together(counted, tuple(rows))


def votes_in(facts: Facts, period: Period) -> Votes:
    """What was asked and said about the area in *period*."""
    votes = Votes()
    for wave in facts.waves_of(period):
        _note_what_is_asked(votes, facts, wave)
    asking = {
        version: [
            _Asking(topic, several, votes.ballots[topic]) for topic, several in reader.asked.items()
        ]
        for version, reader in facts.readers.items()
    }
    for response in facts.said_in(period):
        _note_what_is_said(votes, facts, response, asking)
    return votes


class _Asking:
    """What one version of a survey asks on one topic, and how what is answered to it is read.

    Very many give the same answers: they are read once.
    """

    def __init__(
        self, topic: Topic, several: Sequence[Linked], ballots: dict[Respondent, Ballot]
    ) -> None:
        self.ballots = ballots
        self.needs_own_area = topic.statement is None
        self._several = several
        self._questions = [one.question for one in several]
        self._read: dict[tuple[object, ...], _Given | None] = {}

    def given(self, answers: Answers) -> "_Given | None":
        """Nothing if none of the questions is answered."""
        found = map(answers.get, self._questions)
        key = tuple([one.option if isinstance(one, Chosen) else one for one in found])
        if key not in self._read:
            marks = tuple(
                (one.wording, mark(one, answers[one.question]))
                for one in self._several
                if one.question in answers
            )
            self._read[key] = (marks, _vote(marks)) if marks else None
        return self._read[key]


def mark(linked: Linked, answer: Answer) -> bool | None:
    """Whether an answer is favourable; None for an opt-out. Of many choices, one is enough."""
    match answer:
        case Chosen(option=option):
            return None if option in linked.opt_outs else option in linked.favourable
        case ChosenMany(options=options):
            chosen = set(options) - linked.opt_outs
            return bool(chosen & linked.favourable) if chosen else None
        case _:
            return None


def _note_what_is_asked(votes: Votes, facts: Facts, wave: Wave) -> None:
    """What is asked decides which figures exist, so that their existence tells nothing."""
    reader = facts.readers.get((wave.survey, wave.survey_version))
    if reader is None or not facts.asks_about_it(wave):
        return
    could_be_about_it = reader.asks_for_area or wave.content_area in (None, facts.area.id)
    for linked in reader.linked:
        for topic in linked.topics:
            if topic.statement is None and not could_be_about_it:
                continue
            votes.asked.setdefault(topic, {})[linked.wording] = linked
            version = wave.survey, wave.survey_version
            votes.questions[topic][version] = reader.questions[topic]


def _note_what_is_said(
    votes: Votes,
    facts: Facts,
    response: Response,
    asking: Mapping[Version, Sequence[_Asking]],
) -> None:
    several = asking.get((response.survey, response.survey_version))
    if several is None:
        votes.unreadable += 1
        return
    is_about_it = response.content_area == facts.area.id
    is_heard = is_about_it
    answers = response.answers
    for one in several:
        if one.needs_own_area and not is_about_it:
            continue
        if given := one.given(answers):
            ballot = Ballot(response.id, response.agency, *given)
            one.ballots[response.respondent] = ballot
            is_heard = True
    if is_heard or facts.comments_on_it(response):
        votes.voices[response.perspective].append(response)


def _counted(ballots: Iterable[Ballot], among: Collection[Wording] | None) -> Counted:
    if among is None:
        given = Counter([(one.vote, one.agency) for one in ballots])
    else:
        given = Counter(
            (_vote_of(one, among), one.agency)
            for one in ballots
            if any(wording in among for wording, _ in one.marks)
        )
    agencies: Counter[str] = Counter()
    for (vote, agency), number in given.items():
        if vote is not None and agency is not None:
            agencies[agency] += number
    favourable, against, opted_out = (
        sum(number for (vote, _), number in given.items() if vote is one)
        for one in (True, False, None)
    )
    share = Share(favourable=favourable, base=favourable + against)
    return Counted(share=share, opted_out=opted_out, agencies=agencies)


def _vote_of(ballot: Ballot, among: Collection[Wording] | None) -> bool | None:
    return ballot.vote if among is None else _vote(ballot.marks, among)


def _vote(
    marks: Iterable[tuple[Wording, bool | None]], among: Collection[Wording] | None = None
) -> bool | None:
    given = [
        is_favourable
        for wording, is_favourable in marks
        if is_favourable is not None and (among is None or wording in among)
    ]
    return 2 * sum(given) > len(given) if given else None
