"""What OpenSSH's configuration and Vagrant's blocks resolve to."""

import shutil
from pathlib import Path

import pytest

from coreos_tui.core.errors import HopError
from coreos_tui.transport.ssh import SshTarget, parse_ssh_config_block, resolve

BLOCK = """Host core-01
  HostName 127.0.0.1
  User core
  Port 2222
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  PasswordAuthentication no
  IdentityFile "/home/core/lab one/key"
  IdentityFile /home/core/insecure_private_key
  IdentitiesOnly yes
  LogLevel FATAL

Host core-02
  Port 2200
"""


def test_a_block_of_vagrant() -> None:
    assert parse_ssh_config_block(BLOCK) == SshTarget(
        name="core-01",
        host="127.0.0.1",
        port=2222,
        user="core",
        identity_files=(Path("/home/core/lab one/key"), Path("/home/core/insecure_private_key")),
        identities_only=True,
        strict=False,
    )
    assert parse_ssh_config_block(BLOCK.replace("/dev/null", "/etc/known")).strict
    with pytest.raises(HopError, match="named no host"):
        parse_ssh_config_block("")


@pytest.mark.parametrize("ssh", [True, False])
async def test_a_config_file(ssh: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if ssh and not shutil.which("ssh"):
        return
    if not ssh:
        monkeypatch.setenv("PATH", str(tmp_path))
    config = tmp_path / "config"
    config.write_text(
        "Host far\n HostName far.example.org\n Port 2022\n User core\n IdentitiesOnly yes\n"
        f" IdentityFile {tmp_path}/key\n ProxyJump core@hop:2200\n"
        " StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n"
        "Host hop\n HostName 192.0.2.1\n ProxyCommand nc %h %p\n"
    )
    target = await resolve("far", config=config)
    assert (target.host, target.port, target.user) == ("far.example.org", 2022, "core")
    assert target.identity_files == (tmp_path / "key",)
    assert target.identities_only
    assert target.configured
    assert target.strict
    (hop,) = target.proxy_jump
    assert (hop.host, hop.port, hop.user) == ("192.0.2.1", 2200, "core")
    assert hop.proxy_command == "nc 192.0.2.1 22"
    assert (await resolve("root@far", config=config)).user in ("root", "core")


@pytest.mark.parametrize("name", ["-oProxyCommand=x", "a b", "$(x)", "", "*", "a;b", "a/b"])
async def test_names_that_are_none(name: str) -> None:
    with pytest.raises(HopError, match="is no name of an SSH host"):
        await resolve(name)


@pytest.mark.skipif(not shutil.which("ssh"), reason="its own words")
async def test_a_config_file_with_a_fault_and_one_in_a_circle(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("Host a\n Nonsense yes\n")
    with pytest.raises(HopError, match="option: nonsense"):
        await resolve("a", config=config)
    config.write_text("Host a\n ProxyJump b\nHost b\n ProxyJump a\n")
    with pytest.raises(HopError, match="in a circle"):
        await resolve("a", config=config)
