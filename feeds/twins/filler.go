package twins

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
)

// Filler fills episodes with the captions of their videos. It sends no request: the captions were read for the
// video.
type Filler struct{}

// Part returns the part that it fills.
func (Filler) Part() feeds.Part { return feeds.PartCaptions }

// Cost is above that of the publisher's own transcript.
func (Filler) Cost() int { return 5 }

// Can reports whether a document is an episode that has a twin.
func (Filler) Can(t feeds.Task) bool { return t.Document.Kind == feeds.Podcast && len(t.Twins) > 0 }

// Fill copies the best captions of the twins, with the times that they have in the episode. Where those
// can't be told the words come without times.
func (Filler) Fill(_ context.Context, t feeds.Task) (feeds.Filled, error) {
	twins := slices.Clone(t.Twins)
	slices.SortStableFunc(twins, func(a, b feeds.Document) int { return cmp.Compare(grade(b), grade(a)) })
	if len(twins) == 0 || grade(twins[0]) == 0 {
		return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultAbsent, RetryAfter: day, Code: "twin_without_captions", Reason: "The episode's video has no captions yet",
			Help: "They are used once they are there. Until then the episode is searched by its title and notes."}
	}
	video, own := twins[0], t.Document
	filled := feeds.Filled{
		Origin: video.Origin, Language: video.Language, From: video.ID,
		File: feeds.Offer{Part: feeds.PartCaptions, URL: video.URL, Language: video.Language},
	}
	known := own.Cues
	if own.From != "" {
		known = nil // borrowed before: these times are no evidence
	}
	if cues, moved := Shift(video.Cues, known, video.Chapters, own.Chapters, own.Duration); moved {
		filled.Cues, filled.File.Timed = captions.Within(cues, own.Duration), true
		return filled, nil
	}
	filled.Text = text(video)
	return filled, nil
}

// NoVideo returns why an episode has no captions although its show has a channel.
func NoVideo() *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultAbsent, Code: "twin_none", Reason: "No video of this episode was found on the show's channel", Help: "It is searched by its title and notes."}
}

const day = 24 * time.Hour

// grade orders the texts of twins: none, automatic, written by people.
func grade(d feeds.Document) int {
	switch {
	case d.Origin == feeds.Publisher && (len(d.Cues) > 0 || d.Text != ""):
		return 2
	case len(d.Cues) > 0 || d.Text != "":
		return 1
	}
	return 0
}

// text returns the words of a document without times.
func text(d feeds.Document) string {
	if len(d.Cues) == 0 {
		return d.Text
	}
	var b strings.Builder
	for i, c := range d.Cues {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(c.Text)
	}
	return b.String()
}
