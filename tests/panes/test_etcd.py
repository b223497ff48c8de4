"""Members, keys and confd's files as rows."""

from dataclasses import replace
from datetime import timedelta

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer
from coreos_tui.core.confd import Confd, TemplateResource
from coreos_tui.core.confd_keys import freshness, watched
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import (
    Alarm,
    Api,
    Cluster,
    Folder,
    Key,
    Level,
    Member,
    Observed,
    Status,
    Watermark,
    Wish,
)
from coreos_tui.core.etcd_value import kind_of, shown
from coreos_tui.core.machine import Host, Kind
from coreos_tui.core.now import now
from coreos_tui.core.store import Store
from coreos_tui.panes.etcd import members, tree
from coreos_tui.panes.etcd.templates import template_rows
from coreos_tui.panes.etcd.tree import Place, View

WELL = Status("3.5.16", "a", 1234, 99, 2, 20480, 16384)
DOWN = HopError(Hop.HOST, "127.0.0.1 port 2379 takes no connection from core-03")
CLUSTER = Cluster(
    "1",
    (
        Member("a", "core-01", "core-01", status=WELL),
        Member("b", "core-02", "core-02", status=replace(WELL, revision=1233)),
        Member("c", "core-03", status=WELL, error=DOWN, since=now() - timedelta(minutes=12)),
    ),
    apis=(Api.V3, Api.V2),
)


def test_members_are_told_apart_without_colour() -> None:
    rows = [[cell.text for cell in row.cells[:5]] for row in members.rows_of(CLUSTER)]
    assert rows[0] == ["★", "core-01", "leader", "3.5.16", "1,234"]
    assert rows[1][:3] == ["●", "core-02", "follower"]
    assert rows[2][:2] == ["✕", "core-03"]
    assert rows[2][2].startswith("down 1")
    not_asked = Member("d", "core-04")
    downs = [each.down for each in (*CLUSTER.members, not_asked)]
    assert downs == [False, False, True, False]
    assert members.line_of(CLUSTER) == "2/3 up · revision 1,234"
    assert members.sentences_of(CLUSTER) == [f"core-03: {DOWN.said}."]


def test_what_is_wrong_with_a_cluster_is_said() -> None:
    lost = replace(WELL, leader="")
    alone = replace(
        CLUSTER,
        members=(replace(CLUSTER.members[0], status=lost), *CLUSTER.members[2:]),
        alarms=(Alarm("a", "NOSPACE"),),
    )
    assert members.sentences_of(alone)[:2] == [
        "Quorum lost: 0 of 2 members well, 2 needed. Nothing can be written.",
        "Alarm NOSPACE on core-01: the cluster takes no writes.",
    ]
    assert members.line_of(alone).startswith("no leader · 0/2 up")


def drawn(store: Store, view: View) -> list[str]:
    rows = tree.rows_of(store, CLUSTER, view)
    return [f"{row.group}: {row.cells[0].text}".rstrip() for row in rows]


def test_keys_are_a_tree_that_opens_level_by_level() -> None:
    store = Store()
    root, inner = Wish(Api.V3), Wish(Api.V3, b"/a/")
    assert drawn(store, View())[0] == "v3 keys:   asking …"
    level = Level((Folder(b"/a/"), Key(b"/[bold]\x1b[31m", 1, 2, 3)), True, 7)
    store.put(topics.level("1", root), level)
    store.fail(topics.level("1", Wish(Api.V2)), HopError(Hop.ETCD, "no"))
    assert drawn(store, View()) == [
        "v3 keys · 7: ▸ /a/",
        "v3 keys · 7:   /[bold]␛[31m",
        "v3 keys · 7:   … more",
        "v2 keys:   etcd: no.",
    ]
    view = View().turned(Place(Api.V3, b"/a/", "folder"))
    assert tree.wishes_of(CLUSTER, view) == {root, inner, Wish(Api.V2)}
    store.put(topics.level("1", inner), Level((Key(b"/a/b", lease=255),), False, 1))
    assert drawn(store, view)[:2] == ["v3 keys · 7: ▾ /a/", "v3 keys · 7:     b"]
    rows = tree.rows_of(store, CLUSTER, view)
    assert [rows[0].cells[3].text, rows[1].cells[3].text] == ["1 key", "lease ff"]
    more = rows[3].key
    assert tree.wishes_of(CLUSTER, view.longer(more)) >= {replace(root, pages=2), inner}
    assert view.turned(Place(Api.V3, b"/a/", "folder")) == View()


def test_a_filter_finds_by_the_begin_and_among_what_is_open() -> None:
    store, view = Store(), View(filter="/se")
    search = Wish(Api.V3, b"/se", 1, search=True)
    assert search in tree.wishes_of(CLUSTER, view)
    store.put(topics.level("1", search), Level((Key(b"/services/web"),)))
    store.put(topics.level("1", Wish(Api.V3)), Level((Key(b"/a/secret"), Key(b"/z"))))
    store.put(topics.level("1", replace(search, api=Api.V2)), Level())
    assert drawn(store, view) == [
        "v3 keys:   /a/secret",
        "v3 keys:   /services/web",
        "v2 keys:   no key begins so, or holds it so far",
    ]
    opened = view.led_to(Place(Api.V3, b"/a/b/", "folder"))
    assert (opened.filter, set(opened.open)) == ("", {(Api.V3, b"/a/"), (Api.V3, b"/a/b/")})


def test_values_are_shown_as_what_they_are() -> None:
    assert shown("/a", b'{"port": 1}') == {"port": 1}
    assert shown("/a", b"{not json") == "{not json"
    assert shown("/db/password", b"hunter2") == {"password": "hunter2"}
    assert shown("/a", bytes(range(18))).splitlines() == [
        "00000000  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f  ................",
        f"00000010  10 11 {'':42} ..",
    ]
    kinds = [kind_of(each) for each in (b"[1]", b"a\nb", b"\x1b[31m", b"\xff", b"")]
    assert kinds == ["JSON", "text", "binary", "binary", "text"]


def test_confd_says_which_files_are_behind_their_keys() -> None:
    moment = now()
    file = TemplateResource("nginx.toml", "n.tmpl", "/etc/n.conf", ("/n", "up/"), "/own", moment)
    assert watched(Confd(), file) == ("/own/n", "/own/up")
    both = Confd(prefix="/prod", nodes=("http://127.0.0.1:4001",))
    assert watched(both, file) == ("/prod/n", "/prod/up", "/prod/own/n", "/prod/own/up")
    written = replace(file, dest_changed=moment + timedelta(minutes=1))
    later, before = moment + timedelta(minutes=2), moment
    assert freshness(file, None, seen=True).words == "file not seen"
    assert freshness(written, later, seen=True).words.startswith("behind since ")
    assert freshness(written, before, seen=True).words == "no change seen"
    assert freshness(written, None, seen=False).words == "keys not read yet"
    stale = replace(written, src_changed=later)
    assert freshness(stale, None, seen=True).words == "template is newer"

    store = Store()
    store.put(topics.HOSTS, (Host("core-01", Kind.SSH), Host("core-02", Kind.SSH)))
    store.put(topics.confd("core-01"), Answer(replace(both, active="active", resources=(written,))))
    store.put(topics.observed("core-01"), {"nginx.toml": Observed(Watermark(7, 2), later)})
    (row,) = template_rows(store, CLUSTER)
    assert row.group == "confd on core-01, active"
    assert row.cells[0].text.startswith("  /etc/n.conf ← /prod/n /prod/up")
    assert (row.cells[1].text, row.cells[3].style_class) == ("7", "warn")
    store.put(topics.etcd("core-01"), "another cluster")
    assert template_rows(store, CLUSTER) == []
