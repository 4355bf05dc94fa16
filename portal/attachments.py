"""Files that a reader takes away: their kinds, how the interface declares them, and the response that hands one out."""

from urllib.parse import quote

from fastapi.responses import Response

from portal.schema import Responses, refusals

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv"


def declared(media: str, *statuses: int, writing: bool = False) -> Responses:
    """What the interface says of an operation that gives a file, and refuses like others that take a body (``writing``) or with these ``statuses``."""
    content = {media: {"schema": {"type": "string", "format": "binary"}}}
    return {**refusals(*statuses, writing=writing), 200: {"description": "文件", "content": content}}


def attached(content: bytes, media: str, name: str, plain: str) -> Response:
    """The file under its name (RFC 5987), for old clients under a ``plain`` one in ASCII."""
    ending = name.rpartition(".")[2]
    named = f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media, headers={"content-disposition": named, "cache-control": "no-store"})
