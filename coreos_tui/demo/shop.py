"""The scene that the demo opens with: a small shop, and what a first look should find."""

from typing import Any

from coreos_tui.core.container import Port
from coreos_tui.demo import releases
from coreos_tui.demo.logbook import Logbook
from coreos_tui.demo.scene import SceneContainer, SceneEngine

_MIB = 1 << 20


def _in_shop(service: str) -> dict[str, str]:
    return {
        "com.docker.compose.project": "shop",
        "com.docker.compose.service": service,
        "com.docker.compose.container-number": "1",
    }


def _web(period: float) -> SceneContainer:
    served = tuple(
        f'172.18.0.1 - - "GET {path} HTTP/1.1" {code} {size} "-" "curl/8.5.0"'
        for path, code, size in (
            ("/", 200, 615),
            ("/healthz", 200, 2),
            ("/cart", 200, 1893),
            ("/healthz", 200, 2),
            ("/favicon.ico", 404, 153),
        )
    )
    wrong = '!2013/12/24 [error] 31#31: *7 open() "/srv/favicon.ico" failed (2: No such file)'
    return SceneContainer(
        name="web",
        image="nginx:1.27",
        command=("/docker-entrypoint.sh", "nginx", "-g", "daemon off;"),
        os_release=releases.DEBIAN_12,
        health="healthy",
        labels=_in_shop("web"),
        ports=(Port(80, 8080, "0.0.0.0"), Port(80, 8080, "::"), Port(443)),  # noqa: S104
        env=("NGINX_VERSION=1.27.3", "SHOP_API_TOKEN=not-for-every-eye"),
        address="172.18.0.2",
        log=Logbook(("/docker-entrypoint.sh: Configuration complete",), (*served, wrong), period),
        cpu=0.4,
        memory=12 * _MIB,
    ).aged(hours=3)


def _ubuntu() -> SceneContainer:
    return SceneContainer(
        name="ubuntu",
        image="ubuntu:12.04",
        command=("/bin/bash",),
        os_release=releases.UBUNTU_12_04,
        lsb_release=releases.UBUNTU_12_04_LSB,
        linked=False,
        tty=True,
        address="172.17.0.2",
        log=Logbook(("root@ubuntu:/# ",)),
        cpu=0.0,
        memory=_MIB,
    ).aged(seconds=12)


def _database(period: float) -> SceneContainer:
    lines = (
        "LOG:  checkpoint starting: time",
        "LOG:  checkpoint complete: wrote 44 buffers (0.3%)",
    )
    return SceneContainer(
        name="db",
        image="postgres:17",
        command=("docker-entrypoint.sh", "postgres"),
        os_release=releases.DEBIAN_12,
        labels=_in_shop("db"),
        ports=(Port(5432),),
        env=("POSTGRES_PASSWORD=not-for-every-eye", "PGDATA=/var/lib/postgresql/data"),
        address="172.18.0.3",
        log=Logbook(("LOG:  database system is ready to accept connections",), lines, period * 5),
        cpu=1.2,
        memory=61 * _MIB,
    ).aged(hours=3)


def _cache(period: float) -> SceneContainer:
    return SceneContainer(
        name="cache",
        image="redis:7-alpine",
        command=("docker-entrypoint.sh", "redis-server"),
        os_release=releases.ALPINE_3_23,
        labels=_in_shop("cache"),
        ports=(Port(6379),),
        address="172.18.0.4",
        log=Logbook(("* Ready to accept connections tcp",), ("* DB saved on disk",), period * 8),
        cpu=0.2,
        memory=9 * _MIB,
    ).aged(hours=3)


def _failing(loop: float) -> tuple[SceneContainer, SceneContainer]:
    job = SceneContainer(
        name="job",
        image="busybox:1.37",
        command=("sh", "-c", "import-orders"),
        state="exited",
        exit_code=1,
        log=Logbook(("importing orders", "!import-orders: orders.csv: No such file")),
    ).aged(minutes=2)
    looping = SceneContainer(
        name="loop",
        image="shop/mailer:2.1",
        command=("/mailer",),
        os_release=releases.DEBIAN_12,
        labels=_in_shop("mailer"),
        state="restarting",
        exit_code=2,
        loop=loop,
        log=Logbook(("!mailer: smtp://mail:25: connection refused",), ("!mailer: retrying",)),
    ).aged(minutes=9)
    return job, looping


def shop(lively: bool = True, **facts: Any) -> SceneEngine:
    """The default scene; `lively` lets it write logs and loop. `facts` go to the engine."""
    period = 1.0 if lively else 0.0
    frozen = SceneContainer(
        name="frozen",
        image="debian:12",
        command=("sleep", "infinity"),
        os_release=releases.DEBIAN_12,
        state="paused",
        memory=3 * _MIB,
    ).aged(days=2)
    app = SceneContainer(
        name="app",
        image="shop/app:4.0-distroless",
        command=("/app",),
        os_release=releases.DEBIAN_12,
        has_shell=False,
        labels=_in_shop("app"),
        ports=(Port(9000, 9000, "127.0.0.1"),),
        address="172.18.0.5",
        log=Logbook(('{"level":"info","msg":"listening","port":9000}',)),
        cpu=2.5,
        memory=38 * _MIB,
    ).aged(hours=3)
    standing = (_web(period), _ubuntu(), _database(period), _cache(period), app, frozen)
    return SceneEngine((*standing, *_failing(5 * period)), **facts)
