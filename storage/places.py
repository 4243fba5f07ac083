"""Places where a file cannot be a store's, whatever is in it."""

from pathlib import Path

MOUNTS = Path("/proc/mounts")  # Linux; where it is missing, nothing is known and nothing refused

# Their locks may be kept on one machine only, or be lost with the connection; and a flush may be
# answered before it has happened.
OVER_A_NETWORK = frozenset(
    {
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "fuse.ceph-fuse",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "fuse.davfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb3",
        "smbfs",
    }
)


def network_file_system(path: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of network file system that this path is on, or None for a disk of this machine."""
    kinds: dict[str, str] = {}
    for line in _lines(mounts):
        _, point, kind, *_ = line.split(" ")
        kinds[_plain(point)] = kind  # the last mounted at one point is the one that is seen
    above = (str(place) for place in (path.resolve(), *path.resolve().parents))
    kind = next((kinds[place] for place in above if place in kinds), "")
    return kind if kind in OVER_A_NETWORK else None


def _lines(mounts: Path) -> list[str]:
    try:
        return mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []


def _plain(point: str) -> str:
    """Blanks, tabs, line ends and backslashes are written in octal there."""
    for octal, character in (("040", " "), ("011", "\t"), ("012", "\n"), ("134", "\\")):
        point = point.replace(f"\\{octal}", character)
    return point
