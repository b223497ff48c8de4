"""Release files as the systems of the demo carry them."""

DEBIAN_12 = """\
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
"""

ALPINE_3_23 = """\
NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.23.2
PRETTY_NAME="Alpine Linux v3.23"
HOME_URL="https://alpinelinux.org/"
BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"
"""

UBUNTU_12_04 = """\
NAME="Ubuntu"
VERSION="12.04.3 LTS, Precise Pangolin"
ID=ubuntu
ID_LIKE=debian
PRETTY_NAME="Ubuntu precise (12.04.3 LTS)"
VERSION_ID="12.04"
"""

UBUNTU_12_04_LSB = """\
DISTRIB_ID=Ubuntu
DISTRIB_RELEASE=12.04
DISTRIB_CODENAME=precise
DISTRIB_DESCRIPTION="Ubuntu 12.04.3 LTS"
"""

FLATCAR = """\
NAME="Flatcar Container Linux by Kinvolk"
ID=flatcar
ID_LIKE=coreos
VERSION=4459.2.1
VERSION_ID=4459.2.1
BUILD_ID=2025-11-23-2139
SYSEXT_LEVEL=1.0
PRETTY_NAME="Flatcar Container Linux by Kinvolk 4459.2.1 (Oklo)"
ANSI_COLOR="38;5;75"
HOME_URL="https://flatcar.org/"
BUG_REPORT_URL="https://issues.flatcar.org"
FLATCAR_BOARD="amd64-usr"
CPE_NAME="cpe:2.3:o:flatcar-linux:flatcar_linux:4459.2.1:*:*:*:*:*:*:*"
"""

FLATCAR_LSB = """\
DISTRIB_ID="Flatcar Container Linux by Kinvolk"
DISTRIB_RELEASE=4459.2.1
DISTRIB_CODENAME="Oklo"
DISTRIB_DESCRIPTION="Flatcar Container Linux by Kinvolk 4459.2.1 (Oklo)"
"""

COREOS_2512 = """\
NAME="Container Linux by CoreOS"
ID=coreos
VERSION=2512.3.0
VERSION_ID=2512.3.0
PRETTY_NAME="Container Linux by CoreOS 2512.3.0 (Rhyolite)"
ANSI_COLOR="38;5;75"
HOME_URL="https://coreos.com/"
BUG_REPORT_URL="https://issues.coreos.com"
COREOS_BOARD="amd64-usr"
"""

COREOS_2512_LSB = """\
DISTRIB_ID="Container Linux by CoreOS"
DISTRIB_RELEASE=2512.3.0
DISTRIB_CODENAME="Rhyolite"
DISTRIB_DESCRIPTION="Container Linux by CoreOS 2512.3.0 (Rhyolite)"
"""

COREOS_106 = """\
NAME=CoreOS
ID=coreos
VERSION=106.0.0
VERSION_ID=106.0.0
BUILD_ID=106.0.0
PRETTY_NAME="CoreOS 106.0.0 (Official Build) dev-channel amd64-generic test"
ANSI_COLOR="1;32"
HOME_URL="http://www.coreos.com/"
"""

COREOS_106_LSB = """\
DISTRIB_ID=CoreOS
DISTRIB_RELEASE=106.0.0
DISTRIB_CODENAME="West Coast Style"
DISTRIB_DESCRIPTION="CoreOS 106.0.0 (Official Build) dev-channel amd64-generic test"
COREOS_RELEASE_BOARD=amd64-generic
COREOS_RELEASE_DESCRIPTION="106.0.0 (Official Build) dev-channel amd64-generic test"
COREOS_RELEASE_NAME=CoreOS
COREOS_RELEASE_TRACK=dev-channel
COREOS_RELEASE_VERSION=106.0.0
COREOS_AUSERVER=https://api.core-os.net/v1/update/
COREOS_DEVSERVER=
"""

FLATCAR_BETA = """\
NAME="Flatcar Container Linux by Kinvolk"
ID="flatcar"
ID_LIKE="coreos"
VERSION="4757.1.0"
VERSION_ID="4757.1.0"
BUILD_ID="2026-08-10-2100"
SYSEXT_LEVEL="1.0"
PRETTY_NAME="Flatcar Container Linux by Kinvolk 4757.1.0"
ANSI_COLOR="38;5;75"
HOME_URL="https://flatcar.org"
BUG_REPORT_URL="https://issues.flatcar.org"
SUPPORT_URL="https://groups.google.com/forum/#!forum/flatcar-linux-user"
FLATCAR_BOARD="amd64-usr"
CPE_NAME="cpe:2.3:o:flatcar-linux:flatcar_linux:4757.1.0:*:*:*:*:*:*:*"
"""

FLATCAR_BETA_LSB = """\
DISTRIB_ID="Flatcar Container Linux by Kinvolk"
DISTRIB_RELEASE=4757.1.0
DISTRIB_DESCRIPTION="Flatcar Container Linux by Kinvolk 4757.1.0"
"""

FEDORA_COREOS_41 = """\
NAME="Fedora Linux"
VERSION="41.20241109.3.0 (CoreOS)"
RELEASE_TYPE=stable
ID=fedora
VERSION_ID=41
VERSION_CODENAME=""
PLATFORM_ID="platform:f41"
PRETTY_NAME="Fedora CoreOS 41.20241109.3.0"
ANSI_COLOR="0;38;2;60;110;180"
LOGO=fedora-logo-icon
CPE_NAME="cpe:/o:fedoraproject:fedora:41"
HOME_URL="https://getfedora.org/coreos/"
DOCUMENTATION_URL="https://docs.fedoraproject.org/en-US/fedora-coreos/"
SUPPORT_URL="https://github.com/coreos/fedora-coreos-tracker/"
BUG_REPORT_URL="https://github.com/coreos/fedora-coreos-tracker/"
SUPPORT_END=2025-12-15
VARIANT="CoreOS"
VARIANT_ID=coreos
OSTREE_VERSION='41.20241109.3.0'
"""

UBUNTU_24_04 = """\
PRETTY_NAME="Ubuntu 24.04 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
HOME_URL="https://www.ubuntu.com/"
SUPPORT_URL="https://help.ubuntu.com/"
BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"
UBUNTU_CODENAME=noble
LOGO=ubuntu-logo
"""

UBUNTU_24_04_LSB = """\
DISTRIB_ID=Ubuntu
DISTRIB_RELEASE=24.04
DISTRIB_CODENAME=noble
DISTRIB_DESCRIPTION="Ubuntu 24.04 LTS"
"""

DEBIAN_13 = """\
PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13 (trixie)"
VERSION_CODENAME=trixie
DEBIAN_VERSION_FULL=13.1
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
"""

# By the name that a scenario calls them: os-release, and lsb-release where there is one.
FAMILIES: dict[str, tuple[str | None, str | None]] = {
    "coreos-106": (COREOS_106, COREOS_106_LSB),
    "container-linux-2512": (COREOS_2512, COREOS_2512_LSB),
    "flatcar-4459": (FLATCAR, FLATCAR_LSB),
    "flatcar-4757": (FLATCAR_BETA, FLATCAR_BETA_LSB),
    "fedora-coreos-41": (FEDORA_COREOS_41, None),
    "ubuntu-12.04": (UBUNTU_12_04, UBUNTU_12_04_LSB),
    "ubuntu-24.04": (UBUNTU_24_04, UBUNTU_24_04_LSB),
    "debian-12": (DEBIAN_12, None),
    "debian-13": (DEBIAN_13, None),
    "alpine-3.23": (ALPINE_3_23, None),
    "none": (None, None),
}
