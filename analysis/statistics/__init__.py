"""Estimates with their uncertainty. Shares lie between 0 and 1; intervals are 95% unless asked.

Every function is exact and repeatable: the same numbers give the same figures, to the byte. A call
with impossible numbers (a base of zero, more favourable answers than answers) raises ValueError.
Written out in `docs/methods.md`, and checked against statsmodels and scipy by a benchmark.
"""

from analysis.statistics.agreement import Agreement, ac1, agreement, alpha, kappa
from analysis.statistics.estimates import Interval, Share
from analysis.statistics.families import benjamini_hochberg
from analysis.statistics.pairs import hodges_lehmann, mcnemar, sign_test
from analysis.statistics.planning import answers_needed, smallest_rise
from analysis.statistics.prevalence import Audited, Prevalence, prevalence
from analysis.statistics.process import Assurance, Limits, Process, Signal, Variation, process, xmr
from analysis.statistics.shares import net_sentiment, newcombe, newcombe_p, wilson

__all__ = [
    "Agreement",
    "Assurance",
    "Audited",
    "Interval",
    "Limits",
    "Prevalence",
    "Process",
    "Share",
    "Signal",
    "Variation",
    "ac1",
    "agreement",
    "alpha",
    "answers_needed",
    "benjamini_hochberg",
    "hodges_lehmann",
    "kappa",
    "mcnemar",
    "net_sentiment",
    "newcombe",
    "newcombe_p",
    "prevalence",
    "process",
    "sign_test",
    "smallest_rise",
    "wilson",
    "xmr",
]
