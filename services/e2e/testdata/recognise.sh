#!/bin/sh
# Recognises speech with pocketsphinx, which listens for a few words and the names: input output_dir language names.
set -e
words="welcome back today we talk about software moved our invoices to last spring and it saved us a week"
names=$(printf '%s' "$4" | tr 'A-Z' 'a-z' | sed 's/, */ | /g')
printf '#JSGF V1.0;\ngrammar talk;\npublic <talk> = ( %s | %s )+;\n' "$(printf '%s' "$words" | sed 's/ / | /g')" "$names" > "$2/names.gram"
pocketsphinx_continuous -infile "$1" -jsgf "$2/names.gram" -time yes -logfn /dev/null > "$2/words"
awk 'function t(s) { return sprintf("%02d:%02d:%06.3f", s / 3600, s % 3600 / 60, s % 60) }
	BEGIN { print "WEBVTT" }
	$1 !~ /^</ && $2 ~ /^[0-9.]+$/ && $3 ~ /^[0-9.]+$/ && NF == 4 { sub(/\(.*/, "", $1); if (n == 0) from = $2; line = line (line == "" ? "" : " ") $1; to = $3; if (++n == 6) { print "\n" t(from) " --> " t(to) "\n" line; n = 0; line = "" } }
	END { if (n) print "\n" t(from) " --> " t(to) "\n" line }' "$2/words" > "$2/answer.vtt"
