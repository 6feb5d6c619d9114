#!/bin/sh
# Runs the given packages with NAMEDROP_SLOW set, and writes the results into docs/slow.md:
#
#   tools/slow.sh ./services/e2e ./index/search
set -u

GO=${GO:-go}
cd "$(dirname "$0")/.." || exit 1
mkdir -p bin
table=bin/slow.table
: >"$table"
failed=0
began=$(date +%s)

for package in "$@"; do
	echo "slow $package" >&2
	log=bin/slow.log
	start=$(date +%s)
	NAMEDROP_SLOW=1 "$GO" test -count 1 -timeout 60m -v "$package" >"$log" 2>&1
	outcome=passed
	if ! grep -q "^ok" "$log"; then
		outcome=FAILED
		failed=1
		grep -E -B 20 '^ *--- FAIL|^FAIL|^panic' "$log" >&2
	fi
	printf '| %s | %s | %s s | %s |\n' "$package" "$outcome" "$(($(date +%s) - start))" "$(
		# The figures that the tests log.
		sed -n 's/^ *[a-z_]*_test\.go:[0-9]*: \([0-9][0-9,]* \(kills\|mentions in\|rows in\|series\).*\)/\1/p' "$log" | awk '{ printf "%s%s", sep, $0; sep = "; " }'
	)" >>"$table"
done

{
	cat <<END
# Slow tests

\`make slow\` runs tests that take minutes, and writes this page. They are tests of \`make test\` that do
more if \`NAMEDROP_SLOW\` is set: more kills, larger sets, more simulated runs.

Last run: $(date -u +%Y-%m-%d), $(git describe --tags --always 2>/dev/null || echo unknown), on $(getconf _NPROCESSORS_ONLN 2>/dev/null || echo "?") cores, in $(($(date +%s) - began)) s.

| package | result | time | figures |
| --- | --- | --- | --- |
END
	cat "$table"
} >docs/slow.md
rm -f "$table"
cat docs/slow.md
exit "$failed"
