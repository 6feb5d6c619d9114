#!/bin/sh
# Checks that the tools a target of the Makefile needs are installed:
#
#   tools/setup.sh [go] [node] [chromium] [postgres] [speech]
#
# Go and Node are only checked. Chromium and PostgreSQL are installed with apt-get if they are
# missing or too old, as root or with sudo. If that fails, one sentence says why, and make ends.
set -u

GO=${GO:-go}
root=$(cd "$(dirname "$0")/.." && pwd)

fail() {
	printf 'namedrop: %s\n' "$*" >&2
	exit 1
}

# at_least 20.19 20.9.1 succeeds if the second version is at least the first one.
at_least() {
	awk -v want="$1" -v have="$2" 'BEGIN {
		split(want, w, "."); split(have, h, ".")
		for (i = 1; i <= 3; i++) if (w[i] + 0 != h[i] + 0) exit !(h[i] + 0 > w[i] + 0)
	}'
}

# version_of prints the first number with a dot in the output of a program.
version_of() {
	"$@" 2>/dev/null | sed -n 's/^[^0-9]*\([0-9][0-9]*\.[0-9][0-9.]*\).*/\1/p' | head -n 1
}

has() {
	command -v "$1" >/dev/null 2>&1
}

need_go() {
	has "$GO" || fail "Go is missing; install it from https://go.dev/dl/ (Go 1.21 or newer downloads the version that the project needs)."
	want=$(sed -n 's/^go \([0-9.]*\).*/\1/p' "$root/go.work")
	# Run outside the workspace: a Go before 1.21 can't read go.work.
	have=$(cd / && GOTOOLCHAIN=local GOWORK=off version_of "$GO" version)
	at_least "$want" "${have:-0}" && return
	at_least 1.21 "${have:-0}" || fail "Go $want or newer is needed, this is ${have:-unknown}; install it from https://go.dev/dl/."
	# Newer ones download the version in go.work, unless that is switched off, as in Debian's package.
	got=$(cd "$root" && version_of "$GO" version)
	at_least "$want" "${got:-0}" || fail "Go $want or newer is needed, this is $have and may not download a newer one; set GOTOOLCHAIN=auto, or install it from https://go.dev/dl/."
}

need_node() {
	has node || fail "Node is missing; install version 20.19 or newer from https://nodejs.org/."
	has npm || fail "npm is missing; it comes with Node from https://nodejs.org/, and is a package of its own in Debian."
	have=$(version_of node --version)
	at_least 20.19 "${have:-0}" || fail "Node 20.19 or newer is needed, this is ${have:-unknown}; install it from https://nodejs.org/."
}

# install PACKAGES NAME HINT installs or upgrades Debian packages.
install() {
	has apt-get || fail "$2 is missing, and there is no apt-get to install it with. $3"
	as=
	if [ "$(id -u)" != 0 ]; then
		has sudo || fail "$2 is missing, and only root may install it: run \"apt-get update && apt-get install -y $1\" as root, then make again."
		as=sudo
	fi
	echo "namedrop: installing $1" >&2
	# If the package lists can't be updated, the old ones may do.
	$as env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || echo "namedrop: apt-get update failed; using the existing package lists" >&2
	$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $1 >&2 || fail "$1 could not be installed; see the messages of apt-get above."
}

# The oldest browser that shows the desk correctly.
oldest_chromium=120

# browser prints the path of a browser that is new enough.
browser() {
	for c in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
		[ -n "$c" ] && has "$c" && at_least "$oldest_chromium" "$(version_of "$c" --version || echo 0)" && command -v "$c" && return
		[ -n "${CHROMIUM:-}" ] && return 1
	done
	return 1
}

need_chromium() {
	browser >/dev/null && return
	[ -n "${CHROMIUM:-}" ] && fail "CHROMIUM is $CHROMIUM, which is not Chromium $oldest_chromium or newer."
	install chromium "Chromium" "Install Chromium or Chrome, and set CHROMIUM to its path."
	browser >/dev/null || fail "the Chromium that apt-get has ($(version_of chromium --version)) does not start or is older than $oldest_chromium; set CHROMIUM to the path of a newer one."
}

# postgres_in succeeds if a folder has the server, and not only a link to one of its programs.
postgres_in() {
	[ -x "$1/initdb" ] && [ -x "$1/postgres" ]
}

has_postgres() {
	for dir in "${POSTGRES_ROOT:-/usr/lib/postgresql}"/*/bin $(echo "$PATH" | tr ':' ' '); do
		postgres_in "$dir" && return
	done
	return 1
}

need_postgres() {
	has_postgres && return
	install postgresql "PostgreSQL" "Install PostgreSQL's server, and put the folder of initdb and postgres into PATH."
	has_postgres || fail "PostgreSQL was installed, but its server is neither in PATH nor under /usr/lib/postgresql."
}

# Tests make speech, cut it into pieces and have it recognised. They are left out where these can't be installed.
need_speech() {
	has espeak-ng && has pocketsphinx_continuous && has ffmpeg && return
	(install "espeak-ng pocketsphinx pocketsphinx-en-us ffmpeg" "A recogniser of speech" "Install espeak-ng, pocketsphinx and ffmpeg.") || echo "namedrop: going on without a recogniser of speech" >&2
}

for what in "$@"; do
	case $what in
	go | node | chromium | postgres | speech) "need_$what" ;;
	browser) browser ;;
	*) fail "no such thing to set up: $what" ;;
	esac
done
