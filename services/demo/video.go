package demo

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/youtube"
	"github.com/namedrop/namedrop/feeds/youtube/smalltube"
)

// The show without transcripts has a channel on the world's own YouTube. Its videos are the episodes
// without their opening jingle, so that the times of their captions have to be moved.
const (
	filmedShow = "zaal-zeven"
	jingle     = 4.0 // seconds; the episodes are short
	tubePath   = "/youtube"
)

// channel is the show's channel. Its name differs from the show's, as often.
var channel = smalltube.Channel{ID: "UCzaalzevenzaalzevenzaal", Handle: "festivalvandegroei", Name: "Festival van de Groei"}

// Twins returns the channel of each show that has one, by the address of its feed.
func (w *World) Twins(base string) map[string]string {
	out := map[string]string{}
	for _, s := range w.shows {
		if s.slug == filmedShow {
			out[strings.TrimSuffix(base, "/")+"/"+s.slug+"/feed.xml"] = "https://www.youtube.com/channel/" + channel.ID
		}
	}
	return out
}

// serveTube serves the world's YouTube with the videos of the episodes that are out.
func (w *World) serveTube() http.Handler {
	tube := &smalltube.World{}
	tube.Add(channel)
	for _, s := range w.shows {
		if s.slug != filmedShow {
			continue
		}
		for i, e := range w.back[s.slug] {
			tube.Publish(filmed(e, i))
		}
	}
	return http.StripPrefix(tubePath, tube.Handler())
}

// filmed returns the video of an episode.
func filmed(e *episode, n int) smalltube.Video {
	var notes strings.Builder
	notes.WriteString(e.notes)
	notes.WriteString("\n")
	for _, c := range e.chapters {
		at := int(math.Round(max(c.Start-jingle, 0)))
		fmt.Fprintf(&notes, "\n%d:%02d %s", at/60, at%60, c.Title)
	}
	var cues []feeds.Cue
	for _, c := range e.cues {
		c.Start, c.End, c.Speaker = c.Start-jingle, c.End-jingle, ""
		if c.Text = strings.ToLower(strings.Trim(c.Text, ".,!?")); c.Start >= 0 {
			cues = append(cues, c)
		}
	}
	return smalltube.Video{
		ID: fmt.Sprintf("zaalzeven%02d", n), Channel: channel.ID, Title: e.title + " | Zaal Zeven", Notes: notes.String(),
		Published: e.published.Add(40 * time.Minute), Duration: int(e.duration - jingle),
		Tracks: []smalltube.Track{{Language: cmp.Or(e.show.language, "nl"), Automatic: true, Cues: cues}},
	}
}

// tubeSource is the channel as a source.
func tubeSource() feeds.Source {
	return feeds.Source{Type: youtube.Type, URL: "https://www.youtube.com/channel/" + channel.ID, Name: channel.Name, Title: channel.Name, Language: "nl"}
}
