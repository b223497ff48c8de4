"""Times container programs as their user's terminal sees them.

python -m benchmarks                     the standard set, in less than eight minutes
python -m benchmarks --only start,keys   some of it, written over what was known
python -m benchmarks --scale full        all of it, half an hour
python -m benchmarks selftest            is the harness right?
python -m benchmarks look APP KEY...     the screen after some keys, and what is read from it
"""

import argparse
import sys
from dataclasses import replace

from benchmarks.engine.image import MissingError
from benchmarks.look import look
from benchmarks.measures import ALL as MEASURES
from benchmarks.profiles import ALL as PROFILES
from benchmarks.run import run
from benchmarks.scale import SCALES
from benchmarks.selftest import selftest


def main() -> int:
    options = _options()
    try:
        if options.what == "selftest":
            return selftest()
        if options.what == "look":
            return look(options.words[0], options.words[1:])
        scale = SCALES[options.scale]
        if options.seconds:
            scale = replace(scale, seconds=options.seconds)
        keep = options.scale != "quick" and not options.forget
        return run(options.app, options.only, scale, options.scale, keep=keep)
    except MissingError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _options() -> argparse.Namespace:
    description = __doc__ or ""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="?", choices=("run", "selftest", "look"), default="run")
    parser.add_argument("words", nargs="*", help="for look: the program, then keys; 0.5 waits")
    parser.add_argument("--scale", choices=SCALES, default="standard")
    parser.add_argument("--seconds", type=float, help="a bound for the whole run")
    parser.add_argument("--forget", action="store_true", help="do not write the results down")
    parser.add_argument(
        "--only", type=lambda said: said.split(","), default=list(MEASURES), metavar="PART,…",
        help=", ".join(MEASURES),
    )  # fmt: skip
    parser.add_argument(
        "--app", action="append", choices=PROFILES, help="may be given several times"
    )
    options = parser.parse_args()
    options.app = options.app or list(PROFILES)
    unknown = [name for name in options.only if name not in MEASURES]
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
