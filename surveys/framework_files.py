"""The framework file beyond its shape: the keys within, the lives it tells, and writing it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import yaml

from surveys.framework import (
    Agreement,
    Consultation,
    ContentArea,
    Earlier,
    Framework,
    GoodStatement,
    Proposal,
)
from surveys.good import NotAsWritten, begun
from surveys.values import Value
from surveys.yaml_files import Document, Path

AREA_KEYS = tuple(ContentArea.model_fields)
OF_THE_DAY = ("only_proposed", "noted")
STATEMENT_KEYS = tuple(
    dict.fromkeys(
        name for name in ("id", "kind", *GoodStatement.model_fields) if name not in OF_THE_DAY
    )
)
WITHIN: Mapping[str, type[Value]] = MappingProxyType(
    {"consulted": Consultation, "agreed": Agreement, "earlier": Earlier, "proposed": Proposal}
)
LISTS_OF_AN_AREA = ("aliases", "dataset", "evidence", "related")


def framework_file(framework: Framework) -> str:
    """The framework in the file's own format: what `read_framework` reads the same."""
    areas = [_area_written(area) for area in framework.areas]
    return yaml.safe_dump({"areas": areas}, sort_keys=False, allow_unicode=True, width=100)


def _area_written(area: ContentArea) -> dict[str, Any]:
    told = area.model_dump(mode="json", exclude_defaults=True)
    told["good"] = [{key: one[key] for key in STATEMENT_KEYS if key in one} for one in told["good"]]
    return {key: told[key] for key in AREA_KEYS if key in told}


def check_keys_within(document: Document, place: Path, told: Mapping[str, Any]) -> None:
    for key, model in WITHIN.items():
        written = told.get(key)
        several = list(enumerate(written)) if isinstance(written, list) else [(None, written)]
        for index, one in several:
            if isinstance(one, dict):
                where = (*place, key) if index is None else (*place, key, index)
                document.check_keys(where, one, tuple(model.model_fields))
                check_keys_within(document, where, one)


def check_lives(document: Document, framework: Framework) -> None:
    """What a file says was agreed has to be agreed by the rules that hold in Slack."""
    for place, area in enumerate(framework.areas):
        for index, good in enumerate(area.good):
            try:
                begun(area.id, good)
            except NotAsWritten as wrong:
                document.mistake(("areas", place, "good", index, wrong.key), wrong.reason)
