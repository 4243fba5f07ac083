"""The second way to reach somebody: e-mail through SMTP, when Slack can't be relied on.

An e-mail never has content: only that one item waits.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from bot.settings import Settings

Post = Callable[[str, str, str], Awaitable[None]]  # to whom, subject, text; raises NotPosted

TIMEOUT = 20.0  # seconds
SCHEMES = {"smtp": 25, "smtps": 465}


class NotPosted(Exception):
    """The mail server could not be reached or did not take it. *why* names no one."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def post_of(settings: Settings) -> Post | None:
    """None when no mail server is set."""
    if settings.smtp_url is None or settings.smtp_from is None:
        return None
    url, sender = settings.smtp_url.get_secret_value(), settings.smtp_from

    async def post(to: str, subject: str, text: str) -> None:
        try:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = sender, to, subject
            message.set_content(text)
            await asyncio.to_thread(_send, url, message)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise NotPosted(type(error).__name__) from None

    return post


def wrong_with(settings: Settings) -> tuple[str, ...]:
    """What keeps e-mail from being sent, a sentence each."""
    if settings.smtp_url is None and settings.smtp_from is None:
        return ()
    if settings.smtp_url is None or settings.smtp_from is None:
        return ("HEARD_SMTP_URL and HEARD_SMTP_FROM belong together: set both or neither.",)
    if urlsplit(settings.smtp_url.get_secret_value()).scheme not in SCHEMES:
        return ("HEARD_SMTP_URL begins with smtp:// (STARTTLS where offered) or smtps://.",)
    return ()


def _send(url: str, message: EmailMessage) -> None:
    """A password goes over an encrypted connection or not at all."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError(parts.scheme)
    host, port = parts.hostname or "localhost", parts.port or SCHEMES[parts.scheme]
    secure = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=secure)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and (server.has_extn("starttls") or parts.username):
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
