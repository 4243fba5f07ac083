"""The bytes of files: taken at the upload address, given out at /files."""

from pathlib import Path

from aiohttp import web

from bot.web.practice.team import Team

# What was uploaded must never run as a page of ours.
HARMLESS = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store"}


class Uploads:
    """Kept in *folder*, or in memory when there is none."""

    def __init__(self, team: Team, folder: Path | None) -> None:
        self._team = team
        self._folder = folder
        self._content: dict[str, bytes] = {}

    async def take(self, request: web.Request) -> web.Response:
        """Slack takes exactly as many bytes as were announced, once."""
        file = self._team.files.get(request.match_info["file"])
        if file is None or file.uploaded:
            return web.Response(status=404, text="unknown upload")
        content = await _body(request)
        if len(content) != file.size:
            return web.Response(status=400, text="length does not match")
        self._keep(file.id, content)
        file.uploaded = True
        self._team.bell.ring()
        return web.Response(text=f"OK - {len(content)}")

    async def give(self, request: web.Request) -> web.Response:
        file = self._team.files.get(request.match_info["file"])
        content = None if file is None else self.content(file.id)
        if file is None or content is None:
            return web.Response(status=404, text="file_not_found")
        return web.Response(body=content, content_type=file.mimetype, headers=HARMLESS)

    def content(self, file_id: str) -> bytes | None:
        if file_id in self._content:
            return self._content[file_id]
        path = self._path(file_id)
        return path.read_bytes() if path and path.exists() else None

    def _keep(self, file_id: str, content: bytes) -> None:
        path = self._path(file_id)
        if path is None:
            self._content[file_id] = content
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _path(self, file_id: str) -> Path | None:
        """Ids are made here, so no part of a name from outside reaches the disk."""
        return self._folder / "files" / file_id if self._folder else None


async def _body(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    part = next(iter((await request.post()).values()), b"")
    if isinstance(part, web.FileField):
        return part.file.read()
    return part.encode() if isinstance(part, str) else bytes(part)
