"""What is to be found in the synthetic year: who is asked, how many answer, and how good it is.

Shares are of favourable answers among those who answered a question. A series has one share for
each quarter, oldest first: four full quarters, and the running one. What is planted on purpose, and
why, stands in `year.py`; the rest is there so that it does not stand alone.
"""

from collections.abc import Mapping

from surveys.framework import Perspective
from surveys.measures import MeasureCode
from surveys.values import AreaId, QuestionId, SurveyId

QUARTERS = 5
Series = tuple[float, float, float, float, float]

PULSE = SurveyId("practitioner-pulse")
DEEP_DIVE = SurveyId("practitioner-deep-dive")
YOUNG = SurveyId("child-4-to-7")
MIDDLE = SurveyId("child-8-to-11")
OLDER = SurveyId("child-12-to-17")
HELPED = SurveyId("parent-service")
CONFERENCE = SurveyId("parent-conference")

NEGLECT = AreaId("neglect")
DOMESTIC_ABUSE = AreaId("domestic_abuse")
EARLY_HELP = AreaId("early_help")
CHILD_PROTECTION = AreaId("child_protection")
EXPLOITATION = AreaId("exploitation")
LOOKED_AFTER = AreaId("looked_after")
WELLBEING = AreaId("emotional_wellbeing")
MISSING = AreaId("missing")
DISABLED = AreaId("disabled_children")
SEXUAL_ABUSE = AreaId("sexual_abuse")
UNDER_ONES = AreaId("under_ones")
LEARNING = AreaId("learning")

PARTICIPATION_WORKER = "Participation worker"

# How many of each agency answer a practitioner survey, as a share of those asked.
ANSWERING: Mapping[str, float] = {
    "Children's social care": 0.73,
    "Health": 0.67,
    "School or college": 0.23,
    "Police": 0.67,
    "Early help": 0.78,
    "Voluntary sector": 0.72,
    "Housing": 0.67,
    "Probation or youth justice": 0.75,
}

# Who is in scope of the deep dive into neglect.
MEETS_NEGLECT = frozenset(
    {"Children's social care", "Health", "School or college", "Police", "Early help"}
)

# What practitioners of an agency have most to do with; each area has its share of all who answer.
WORKS_ON: Mapping[str, tuple[AreaId, ...]] = {
    "Children's social care": (CHILD_PROTECTION, NEGLECT, LOOKED_AFTER),
    "Health": (NEGLECT, DOMESTIC_ABUSE),
    "School or college": (NEGLECT, EARLY_HELP),
    "Police": (DOMESTIC_ABUSE, EXPLOITATION),
    "Early help": (EARLY_HELP, NEGLECT),
    "Voluntary sector": (EARLY_HELP, DOMESTIC_ABUSE),
    "Housing": (NEGLECT, EARLY_HELP),
    "Probation or youth justice": (EXPLOITATION,),
}
AREA_SHARES: Mapping[AreaId, float] = {
    NEGLECT: 0.31,
    DOMESTIC_ABUSE: 0.21,
    EARLY_HELP: 0.20,
    CHILD_PROTECTION: 0.18,
    EXPLOITATION: 0.04,
    LOOKED_AFTER: 0.03,
}  # the few that are left have to do with none of the areas

# How many children are heard in a full quarter.
CHILDREN: Mapping[AreaId, Mapping[SurveyId, int]] = {
    NEGLECT: {YOUNG: 18, MIDDLE: 26, OLDER: 14},
    DOMESTIC_ABUSE: {YOUNG: 24, MIDDLE: 30, OLDER: 8},
    CHILD_PROTECTION: {MIDDLE: 16, OLDER: 18},
    LOOKED_AFTER: {YOUNG: 10, MIDDLE: 18, OLDER: 28},
    EXPLOITATION: {OLDER: 24},
    EARLY_HELP: {YOUNG: 12, MIDDLE: 20},
    WELLBEING: {OLDER: 22},
    MISSING: {OLDER: 12},
    DISABLED: {MIDDLE: 11},
    SEXUAL_ABUSE: {OLDER: 3},
}

# Which two of the four participation workers hear the children of an area: always of two agencies,
# and whom one can act as has a handful of surveys open, not all.
HEARD_BY: Mapping[AreaId, tuple[int, int]] = {NEGLECT: (0, 2), DOMESTIC_ABUSE: (1, 3)}
OTHERWISE_HEARD_BY = (2, 3)

# How many parents and carers are heard in a full quarter, by kind of help.
PARENTS: Mapping[AreaId, int] = {
    EARLY_HELP: 32,
    NEGLECT: 20,
    DOMESTIC_ABUSE: 18,
    CHILD_PROTECTION: 16,
    LOOKED_AFTER: 12,
    DISABLED: 12,
    WELLBEING: 12,
    UNDER_ONES: 8,
    EXPLOITATION: 6,
}
PARENTS_AFTER_A_CONFERENCE = 24

FEELS_SAFE, GETTING_BETTER = "OC1", "OC4"

# Whether things got better and whether children feel safe, where it matters. Not moved by chance.
OUTCOMES: Mapping[tuple[Perspective, MeasureCode], Mapping[AreaId, Series]] = {
    (Perspective.CHILD, FEELS_SAFE): {
        DOMESTIC_ABUSE: (0.48, 0.46, 0.49, 0.76, 0.77),
        LOOKED_AFTER: (0.91, 0.90, 0.92, 0.92, 0.91),
    },
    (Perspective.CHILD, GETTING_BETTER): {
        NEGLECT: (0.44, 0.45, 0.47, 0.46, 0.46),
        DOMESTIC_ABUSE: (0.44, 0.47, 0.45, 0.78, 0.79),
        CHILD_PROTECTION: (0.57, 0.60, 0.58, 0.61, 0.60),
        LOOKED_AFTER: (0.73, 0.75, 0.72, 0.76, 0.75),
        EXPLOITATION: (0.48, 0.52, 0.50, 0.47, 0.50),
        EARLY_HELP: (0.66, 0.63, 0.68, 0.65, 0.66),
        WELLBEING: (0.50, 0.46, 0.52, 0.49, 0.48),
        MISSING: (0.44, 0.48, 0.42, 0.45, 0.46),
        DISABLED: (0.64, 0.68, 0.66, 0.70, 0.68),
        SEXUAL_ABUSE: (0.60, 0.60, 0.60, 0.60, 0.60),
    },
    (Perspective.PARENT_CARER, GETTING_BETTER): {
        NEGLECT: (0.58, 0.60, 0.57, 0.59, 0.60),
        DOMESTIC_ABUSE: (0.50, 0.54, 0.52, 0.62, 0.62),
        EARLY_HELP: (0.64, 0.61, 0.60, 0.67, 0.65),
        CHILD_PROTECTION: (0.48, 0.52, 0.50, 0.51, 0.50),
    },
    (Perspective.PRACTITIONER, GETTING_BETTER): {
        NEGLECT: (0.83, 0.85, 0.84, 0.86, 0.85),
        DOMESTIC_ABUSE: (0.60, 0.62, 0.60, 0.66, 0.66),
        EARLY_HELP: (0.70, 0.72, 0.68, 0.71, 0.70),
        CHILD_PROTECTION: (0.58, 0.62, 0.60, 0.60, 0.60),
    },
}

# Everything else, question by question; a little chance is put on top.
EXPERIENCES: Mapping[SurveyId, Mapping[QuestionId, float]] = {
    survey: {QuestionId(question): share for question, share in shares.items()}
    for survey, shares in {
        PULSE: {
            "thresholds": 0.79,
            "information_sharing": 0.52,
            "told_what_happened": 0.36,
            "supervision": 0.66,
            "escalation": 0.60,
            "workload": 0.33,
            "safer": 0.58,
        },
        DEEP_DIVE: {
            "spotting_it": 0.74,
            "talking_about_it": 0.64,
            "shared_tool": 0.48,
            "childs_words": 0.58,
            "help_without_delay": 0.35,
        },
        YOUNG: {
            "safe_at_home": 0.66,
            "knows_why_helper_comes": 0.45,
            "helper_is_kind": 0.86,
            "helper_listens": 0.68,
        },
        MIDDLE: {
            "safe_where_you_live": 0.68,
            "knows_worker": 0.82,
            "worker_keeps_word": 0.60,
            "listened_to": 0.60,
            "knows_plan": 0.44,
            "someone_to_talk_to": 0.80,
        },
        OLDER: {
            "easy_to_reach": 0.50,
            "workers_last_year": 0.38,
            "taken_seriously": 0.62,
            "real_say": 0.45,
            "safe_now": 0.60,
            "help_fast": 0.64,
            "better_or_worse": 0.60,
        },
        HELPED: {
            "help_when_needed": 0.55,
            "story_told_once": 0.38,
            "respect": 0.82,
            "helped_make_plan": 0.58,
            "safe_now": 0.66,
            "things_for_child": 0.60,
        },
        CONFERENCE: {
            "report_seen": 0.33,
            "report_understood": 0.56,
            "told_beforehand": 0.66,
            "listened_to": 0.52,
            "safe_in_meeting": 0.64,
            "knows_what_to_do": 0.70,
            "plan_makes_safer": 0.50,
        },
        SurveyId("training-before"): {"knowledge": 0.30, "confidence": 0.28},
        SurveyId("training-day"): {"knowledge": 0.85, "confidence": 0.76, "worth_the_time": 0.88},
        SurveyId("training-impact"): {
            "knowledge": 0.70,
            "confidence": 0.66,
            "pledge_done": 0.42,
            "changed_my_work": 0.62,
            "made_a_difference": 0.44,
        },
    }.items()
}

# How far the experiences of an area lie above or below those of all.
DIFFERS: Mapping[Perspective, Mapping[AreaId, float]] = {
    Perspective.CHILD: {
        NEGLECT: -0.14,
        DOMESTIC_ABUSE: 0.02,
        CHILD_PROTECTION: -0.04,
        LOOKED_AFTER: 0.08,
        EXPLOITATION: -0.06,
        EARLY_HELP: 0.08,
        WELLBEING: -0.08,
        MISSING: -0.12,
    },
    Perspective.PARENT_CARER: {EARLY_HELP: 0.10, CHILD_PROTECTION: -0.12, NEGLECT: 0.02},
    Perspective.PRACTITIONER: {NEGLECT: 0.06, EXPLOITATION: -0.10},
}

# How often a question is left to an opt-out, where it is not the usual one in twenty.
OPTS_OUT: Mapping[str, float] = {"told_what_happened": 0.22, "knows_plan": 0.12, "better_now": 0.03}
USUALLY_OPTS_OUT = 0.05

COURSES = ("the graded care profile", "talking with children about home")
ON_A_COURSE = 22
COURSE_SHARES: Mapping[SurveyId, float] = {
    SurveyId("training-before"): 1.0,
    SurveyId("training-day"): 0.95,
    SurveyId("training-impact"): 0.7,
}

# What the board told those who were asked, by survey, content area and quarter (the last full: -1).
CAME_OF_IT: Mapping[tuple[SurveyId, AreaId | None, int], str] = {
    (PULSE, None, -2): (
        "You said you are seldom told what happens after a referral. The front door now writes "
        "back within three working days, and we count how often it does."
    ),
    (PULSE, None, -1): (
        "You said workload keeps you from reflective supervision. Every team now has a monthly "
        "group session that is not moved for other meetings. We could not lower caseloads this "
        "quarter: two posts are still empty."
    ),
    (MIDDLE, DOMESTIC_ABUSE, -2): (
        "You said nobody asked you on your own. Every child now has their own worker who sees them "
        "apart from the grown-ups. Children told us the Saturday group should have a quiet room: "
        "it has one."
    ),
    (MIDDLE, NEGLECT, -2): (
        "You said people look in the cupboards and do not say why. Workers now explain what they "
        "look at before they look. We have not yet found a way to keep the same worker for longer."
    ),
    (OLDER, LOOKED_AFTER, -2): (
        "You said it is hard to get hold of your worker. Everybody in care now has a number to "
        "text, and somebody answers on the same working day."
    ),
    (OLDER, EXPLOITATION, -2): (
        "You said you have had three or more workers in a year and stop telling them things. One "
        "worker now stays with you until you say it is enough. There are not yet enough of them."
    ),
    (CONFERENCE, CHILD_PROTECTION, -2): (
        "You said reports come on the day of the meeting. From this quarter a conference is put "
        "off when parents have not had the report three days before."
    ),
    (HELPED, None, -2): (
        "You said you tell your story over and over. One plan now goes with the family from early "
        "help to social care; parents see it first."
    ),
}
