package youtube

import (
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/plain"
)

var chapterLine = regexp.MustCompile(`^\W{0,4}((?:\d{1,2}:)?\d{1,2}:\d{2})\)?\W*\s(\S.{0,200})$`)

// leastChapters is how many lines with a time make chapters, as YouTube itself has it.
const leastChapters = 3

// chaptersIn reads the chapters from a description: lines with a time and a title, from the beginning of
// the video and in order. Anything else is no list of chapters.
func chaptersIn(notes string) []feeds.Chapter {
	var out []feeds.Chapter
	for line := range strings.Lines(notes) {
		m := chapterLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		at, ok := captions.Clock(m[1])
		title := plain.Line(m[2])
		switch {
		case !ok || title == "" || len(out) >= feeds.MaxChapters:
			continue
		case len(out) == 0 && at != 0, len(out) > 0 && at <= out[len(out)-1].Start:
			return nil
		}
		out = append(out, feeds.Chapter{Start: at, Title: title})
	}
	if len(out) < leastChapters {
		return nil
	}
	return out
}
