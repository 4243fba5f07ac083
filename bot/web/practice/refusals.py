"""Slack's way to say no, and our own to real tokens."""

from collections.abc import Mapping, Sequence

PRACTICE_BOT_TOKEN = "xoxb-practice-"  # noqa: S105 - a prefix, not a secret
PRACTICE_APP_TOKEN = "xapp-practice-"  # noqa: S105 - a prefix, not a secret


class Refused(Exception):
    """A Web API call is answered with ``ok: false`` and Slack's name for the reason."""

    def __init__(self, error: str, messages: Sequence[str] = (), **extra: str) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.extra = extra

    def answer(self) -> dict[str, object]:
        answer: dict[str, object] = {"ok": False, "error": self.error, **self.extra}
        if self.error == "invalid_blocks":
            answer["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer


class RateLimited(Exception):
    """The call is answered with HTTP 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class RealToken(Exception):
    """A token of a real workspace was about to be used for practice. Carries its name only."""

    def __init__(self, setting: str) -> None:
        super().__init__(setting)
        self.setting = setting


def refuse_real_tokens(environ: Mapping[str, str]) -> None:
    """Raise RealToken if a Slack token is set that the practice workspace has not made itself.

    Practice and a real workspace must never mix: people try things out here that
    nobody outside may receive.
    """
    for setting, value in sorted(environ.items()):
        looks_real = value.startswith(("xox", "xapp-", "xwfp-", "xoxe."))
        is_practice = value.startswith((PRACTICE_BOT_TOKEN, PRACTICE_APP_TOKEN))
        is_token = setting.startswith("SLACK_") and setting.endswith("_TOKEN")
        if not is_practice and (looks_real or (is_token and value)):
            raise RealToken(setting)
