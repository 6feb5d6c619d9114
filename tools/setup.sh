#!/bin/sh
# Makes sure that what a target of the Makefile needs is there:
#
#   tools/setup.sh [go] [node] [chromium] [postgres]
#
# Go and Node are looked at only. Chromium and PostgreSQL are installed by apt-get where they are
# missing or too old, as root or by sudo. What can't be had is said in one sentence, which ends make.
set -u

GO=${GO:-go}
root=$(cd "$(dirname "$0")/.." && pwd)

fail() {
	printf 'namedrop: %s\n' "$*" >&2
	exit 1
}

# at_least 20.19 20.9.1 asks whether the second version is the first one or newer.
at_least() {
	awk -v want="$1" -v have="$2" 'BEGIN {
		split(want, w, "."); split(have, h, ".")
		for (i = 1; i <= 3; i++) if (w[i] + 0 != h[i] + 0) exit !(h[i] + 0 > w[i] + 0)
	}'
}

# version_of reads the first number with a dot in it from a program that says its version.
version_of() {
	"$@" 2>/dev/null | sed -n 's/^[^0-9]*\([0-9][0-9]*\.[0-9][0-9.]*\).*/\1/p' | head -n 1
}

has() {
	command -v "$1" >/dev/null 2>&1
}

need_go() {
	has "$GO" || fail "Go is missing; install it from https://go.dev/dl/ (an older one than the project's fetches the right one by itself)."
	want=$(sed -n 's/^go \([0-9.]*\).*/\1/p' "$root/go.work")
	# Outside of the workspace: inside it a Go before 1.21 can't even read go.work.
	have=$(cd / && GOTOOLCHAIN=local GOWORK=off version_of "$GO" version)
	at_least "$want" "${have:-0}" && return
	at_least 1.21 "${have:-0}" || fail "Go $want or newer is needed, this is ${have:-unknown}; install it from https://go.dev/dl/."
	# Newer ones fetch what go.work asks for, unless that is switched off, as Debian's package does.
	got=$(cd "$root" && version_of "$GO" version)
	at_least "$want" "${got:-0}" || fail "Go $want or newer is needed, this is $have and may not fetch a newer one; set GOTOOLCHAIN=auto, or install it from https://go.dev/dl/."
}

need_node() {
	has node || fail "Node is missing; install version 20.19 or newer from https://nodejs.org/."
	has npm || fail "npm is missing; it comes with Node from https://nodejs.org/, and is a package of its own in Debian."
	have=$(version_of node --version)
	at_least 20.19 "${have:-0}" || fail "Node 20.19 or newer is needed, this is ${have:-unknown}; install it from https://nodejs.org/."
}

# install PACKAGE WHAT installs a package of Debian, newly or over an older version.
install() {
	has apt-get || fail "$2 is missing, and there is no apt-get to install it with. $3"
	as=
	if [ "$(id -u)" != 0 ]; then
		has sudo || fail "$2 is missing, and only root may install it: run \"apt-get update && apt-get install -y $1\" as root, then make again."
		as=sudo
	fi
	echo "namedrop: installing $1" >&2
	# Lists that can't be brought up to date may still do.
	$as env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || echo "namedrop: apt-get update did not go through; going on with the lists there are" >&2
	$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >&2 || fail "$1 could not be installed; apt-get says why above."
}

# The oldest browser that shows the desk as it is meant.
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
	[ -n "${CHROMIUM:-}" ] && fail "CHROMIUM is $CHROMIUM, which is no Chromium of version $oldest_chromium or newer."
	install chromium "Chromium" "Install Chromium or Chrome, and set CHROMIUM to its path."
	browser >/dev/null || fail "the Chromium that apt-get has ($(version_of chromium --version)) does not start or is older than $oldest_chromium; set CHROMIUM to the path of a newer one."
}

# postgres_in asks whether a folder has the server, and not only a link to one of its programs.
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

for what in "$@"; do
	case $what in
	go | node | chromium | postgres) "need_$what" ;;
	browser) browser ;;
	*) fail "no such thing to set up: $what" ;;
	esac
done
