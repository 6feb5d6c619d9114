package captions

import (
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// block is one cue of a WebVTT or SRT file, before its markup is read.
type block struct {
	start, end float64
	lines      []string
}

// parseVTT reads WebVTT. A timing line begins a cue wherever it is, and an empty line ends it. NOTE,
// STYLE, REGION, headers and ids are outside cues and are therefore ignored.
func parseVTT(s string) []feeds.Cue {
	var blocks []block
	open, fresh := false, true // in a cue; at the beginning of a block
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		start, end, ok := timing(line)
		switch {
		case ok:
			blocks = begin(blocks, start, end)
			open, fresh = true, false
		case strings.TrimSpace(line) == "":
			// An empty line right after the timing is accepted if text follows before the next
			// timing or note.
			if open && len(blocks[len(blocks)-1].lines) == 0 && !fresh && speaks(lines, i+1) {
				fresh = true
				continue
			}
			open, fresh = false, true
		case open:
			b := &blocks[len(blocks)-1]
			b.lines = append(b.lines, line)
			fresh = false
		}
	}
	return voices(blocks)
}

// speaks reports whether a line is text and not the beginning of another block.
func speaks(lines []string, i int) bool {
	if i >= len(lines) {
		return false
	}
	l := strings.TrimSpace(lines[i])
	if l == "" || strings.HasPrefix(l, "NOTE") || l == "STYLE" || l == "REGION" || isNumber(l) {
		return false
	}
	if _, _, ok := timing(l); ok {
		return false
	}
	if i+1 < len(lines) {
		if _, _, ok := timing(lines[i+1]); ok {
			return false // an id
		}
	}
	return true
}

// begin adds a cue. If its time can't be read it gets the time of the last one.
func begin(blocks []block, start, end float64) []block {
	if start == unknown {
		start, end = 0, 0
		if n := len(blocks); n > 0 {
			start, end = blocks[n-1].start, blocks[n-1].end
		}
	}
	return append(blocks, block{start: start, end: end})
}

// headless reports whether a file is WebVTT without its first line: it has blocks that SubRip doesn't
// have, or an id above its first timing that isn't a number.
func headless(s string) bool {
	if vttBlock.MatchString(s) {
		return true
	}
	before := ""
	for line := range strings.SplitSeq(s, "\n") {
		if _, _, ok := timing(line); ok {
			return before != "" && !isNumber(before)
		}
		before = strings.TrimSpace(line)
	}
	return false
}

var vttBlock = regexp.MustCompile(`(?:^\s*|\n[ \t]*\n)(?:NOTE|STYLE|REGION)(?:[ \t][^\n]*)?\n`)

// parseSRT reads SubRip. Text lasts until the next timing line, across empty lines too. A number right
// above a timing line belongs to that cue.
func parseSRT(s string) []feeds.Cue {
	var blocks []block
	for line := range strings.SplitSeq(s, "\n") {
		start, end, ok := timing(line)
		n := len(blocks)
		switch {
		case ok:
			if n > 0 {
				blocks[n-1].lines = withoutNumber(blocks[n-1].lines)
			}
			blocks = begin(blocks, start, end)
		case n > 0:
			blocks[n-1].lines = append(blocks[n-1].lines, strings.TrimSpace(line))
		}
	}
	return voices(blocks)
}

// withoutNumber removes the next cue's number from the end: right above the timing, or between empty
// lines.
func withoutNumber(lines []string) []string {
	last := len(lines) - 1
	for last > 0 && lines[last] == "" {
		last--
	}
	if last < 0 || !isNumber(lines[last]) {
		return lines
	}
	if last == len(lines)-1 || last > 0 && lines[last-1] == "" {
		return lines[:last]
	}
	return lines
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
