package page

import (
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
)

// How many words a minute people speak in a recording, with its music and pauses. A list of chapters has
// about two a minute, show notes ten.
const (
	slowest = 40.0
	fastest = 320.0

	// Of lines with speakers that nothing calls a transcript: an interview in writing, or the best of what was said, is
	// shorter.
	slowestTalk = 110.0
	fastestTalk = 230.0
)

const (
	fewest    = 40  // words in the transcript of a short recording
	unlasting = 300 // words, where nobody says how long the recording is
	fewTimes  = 4   // lines with times
	fewTurns  = 6   // lines with speakers, where nothing else says that it is a transcript
)

// judge reads HTML or a file and reports whether it is the transcript of a recording that lasts so many seconds;
// zero if that is unknown. labelled is set where the page calls it a transcript. Without a label only lines with times or
// speakers are one.
func judge(body []byte, contentType string, duration float64, labelled bool) (captions.Result, bool) {
	r, err := captions.Parse(body, contentType)
	if err != nil {
		return captions.Result{}, false
	}
	if len(r.Cues) > 0 {
		return r, isSpoken(r.Cues, duration)
	}
	words := len(strings.Fields(r.Text))
	switch {
	case words < fewest:
		return r, false
	case !labelled:
		return r, duration > 0 && turns(r.Text) >= fewTurns && between(words, duration, slowestTalk, fastestTalk)
	case duration == 0:
		return r, words >= unlasting
	}
	return r, pace(words, duration)
}

// pace reports whether so many words can be what is spoken in so many seconds.
func pace(words int, seconds float64) bool {
	return between(words, seconds, slowest, fastest)
}

func between(words int, seconds, least, most float64) bool {
	perMinute := float64(words) * 60 / seconds
	return perMinute >= least && perMinute <= most
}

// isSpoken reports whether cues are speech. Their words fit the time that they take, and the recording. Times
// that say more than the recording has are those of another one.
func isSpoken(cues []feeds.Cue, duration float64) bool {
	words, timed, beyond, times := 0, 0, 0, map[float64]bool{}
	first, last, lastWords := -1.0, 0.0, 0
	for _, c := range cues {
		n := len(strings.Fields(c.Text))
		words += n
		if c.Untimed {
			continue
		}
		timed += n
		times[c.Start] = true
		if first < 0 {
			first = c.Start
		}
		if c.Start > last {
			last, lastWords = c.Start, 0
		}
		lastWords += n
		if duration > 0 && c.Start > duration*1.05+10 {
			beyond += n
		}
	}
	if words < fewest || len(times) < fewTimes || timed*2 < words || beyond*10 > words || last <= first {
		return false
	}
	// How long the words at the last time take isn't known.
	if !pace(timed-lastWords, last-first) {
		return false
	}
	return duration == 0 || pace(words, duration) || last >= duration/2
}

// turn matches a line that begins with the name of who speaks.
var turn = regexp.MustCompile(`(?m)^(\p{Lu}[\p{L}\p{M}.'’ -]{0,40}):(?:\s|$)`)

// turns returns the number of lines that name their speaker, if there are at least two of these and they speak more than
// once: "Location: Delft" is written once.
func turns(text string) int {
	by := map[string]int{}
	for _, m := range turn.FindAllStringSubmatch(text, -1) {
		by[m[1]]++
	}
	n, several := 0, 0
	for _, count := range by {
		if count > 1 {
			n += count
			several++
		}
	}
	if several < 2 {
		return 0
	}
	return n
}
