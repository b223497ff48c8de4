"""Where the benchmarks keep things; all of it may be thrown away."""

import os
from pathlib import Path

HERE = Path(__file__).parent
ENGINE = Path(os.environ.get("COREOS_TUI_BENCH", "/var/tmp/coreos-tui-bench"))
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "coreos-tui-bench"
