"""Files of a container of the demo as a tar archive.

Source: GET and HEAD /containers/{id}/archive.
"""

import base64
import io
import json
import posixpath
import tarfile

from coreos_tui.demo.container import SceneContainer
from coreos_tui.demo.scene import RefusedError

_LINK_MODE = 0o777 | 1 << 27
_DIR_MODE = 0o755 | 1 << 31


def _entry(name: str, content: bytes | str | None) -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.mode, entry.mtime = 0o644, 1_386_000_000
    if content is None:
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        return entry, b""
    if isinstance(content, str):
        entry.type, entry.linkname, entry.mode = tarfile.SYMTYPE, content, 0o777
        return entry, b""
    entry.size = len(content)
    return entry, content


def _found(each: SceneContainer, path: str) -> dict[str, bytes | str | None]:
    """Entries by the name they have in the archive. Raises RefusedError 404."""
    files, wanted = each.files(), posixpath.normpath("/" + path.lstrip("/"))
    name = posixpath.basename(wanted) or "/"
    if wanted in files:
        return {name: files[wanted]}
    below = wanted.rstrip("/") + "/"
    inside = {file: content for file, content in files.items() if file.startswith(below)}
    if not inside:
        raise RefusedError(404, f"Could not find the file {path} in container {each.name}")
    return {name: None} | {f"{name}/{file[len(below) :]}": inside[file] for file in inside}


def archive(each: SceneContainer, path: str) -> bytes:
    """The archive of one path: a link is not followed, a directory comes with what is in it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in _found(each, path).items():
            entry, plain = _entry(name, content)
            tar.addfile(entry, io.BytesIO(plain))
    return out.getvalue()


def stat_header(each: SceneContainer, path: str) -> str:
    """The value of X-Docker-Container-Path-Stat."""
    name, content = next(iter(_found(each, path).items()))
    mode = _DIR_MODE if content is None else _LINK_MODE if isinstance(content, str) else 0o644
    target = ""
    if isinstance(content, str):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), content))
    stat = {
        "name": name,
        "size": len(content or b""),
        "mode": mode,
        "mtime": "2013-12-02T16:00:00Z",
        "linkTarget": target,
    }
    return base64.b64encode(json.dumps(stat).encode()).decode()
