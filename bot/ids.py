"""Ids that make something idempotent are derived; all others come from deps.new_id()."""

import uuid

from surveys.ids import derived

__all__ = ["derived", "new_id"]


def new_id() -> str:
    return uuid.uuid4().hex


def is_slack_id(by: str) -> bool:
    return by[:1] in ("U", "W") and by.isalnum() and by == by.upper()
