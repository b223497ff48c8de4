"""The command `coreos-tui`."""

import gc
import sys


def main() -> None:
    """Runs the command line and ends with its exit code."""
    # Collecting while modules load costs a sixth of the time to the first frame; the app and the
    # commands without a screen turn it on again.
    gc.disable()
    from coreos_tui.transport.later import put_off

    # They load libcrypto, 4 MB; the engine of this machine needs none of it.
    put_off("ssl", "asyncio.sslproto", "hashlib", "hmac")
    from coreos_tui.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
