"""The command `coreos-tui`."""

import sys


def main() -> None:
    """Runs the command line and ends with its exit code."""
    from coreos_tui.cli import run  # late: the garbage collector is put off before imports

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
