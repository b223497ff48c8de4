"""When releases stop being looked after: a small table, as it was true on 2026-11-01.

Dates are the end of free security support as the projects themselves publish it. A release
that is not here is unknown, never "fine".
"""

from datetime import date

from coreos_tui.core.now import now
from coreos_tui.core.release import Release

# (id, version prefix) -> last day of support. Container Linux ended as a whole.
_END = {
    ("alpine", "3.18"): date(2025, 5, 9),
    ("alpine", "3.19"): date(2025, 11, 1),
    ("alpine", "3.20"): date(2026, 4, 1),
    ("alpine", "3.21"): date(2026, 11, 1),
    ("alpine", "3.22"): date(2027, 5, 1),
    ("coreos", ""): date(2020, 5, 26),
    ("debian", "8"): date(2020, 6, 30),
    ("debian", "9"): date(2022, 6, 30),
    ("debian", "10"): date(2024, 6, 30),
    ("debian", "11"): date(2026, 8, 31),
    ("debian", "12"): date(2028, 6, 30),
    ("debian", "13"): date(2030, 6, 30),
    ("fedora", "39"): date(2024, 11, 26),
    ("fedora", "40"): date(2025, 5, 13),
    ("fedora", "41"): date(2025, 12, 15),
    ("ubuntu", "12.04"): date(2017, 4, 28),
    ("ubuntu", "14.04"): date(2019, 4, 25),
    ("ubuntu", "16.04"): date(2021, 4, 30),
    ("ubuntu", "18.04"): date(2023, 5, 31),
    ("ubuntu", "20.04"): date(2025, 5, 31),
    ("ubuntu", "22.04"): date(2027, 6, 1),
    ("ubuntu", "24.04"): date(2029, 5, 31),
}


def end_of_life(release: Release) -> date | None:
    """The last day of support, or None where the table does not know the release."""
    if release.field("VARIANT_ID") == "coreos":
        return None
    version = release.field("VERSION_ID") or release.version
    for depth in (2, 1, 0):
        prefix = ".".join(version.split(".")[:depth])
        if (release.id, prefix) in _END:
            return _END[release.id, prefix]
    return None


def is_ended(release: Release, today: date | None = None) -> bool:
    """Whether the release is known to be past its end of life."""
    end = end_of_life(release)
    return end is not None and end < (today or now().astimezone().date())
