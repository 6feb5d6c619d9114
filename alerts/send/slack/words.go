package slack

import (
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/text"
	"github.com/namedrop/namedrop/feeds"
)

// words are the texts of a message that are ours.
type words struct {
	on       string // Fernwick on Signal Paths
	and      string
	mentions string // %d mentions of %s
	happened map[alerts.EventName]string
	kinds    map[feeds.Kind]string
	also     string // also on Signal Paths, another place that carries the same
	listen   string // %s is a time in the recording
	open     string
	more     string // and %d more
	place    string // another hit
	places   string // %d more hits
	language string
}

func wordsOf(ch alerts.Channel) words {
	if ch.Text(languageField) == text.Dutch {
		return words{
			on: " in ", and: " en ", mentions: "%d vermeldingen van %s", also: "ook in ", listen: "Luister vanaf %s", open: "Open in Namedrop", more: "en nog %d", place: "op nog 1 plaats", places: "op nog %d plaatsen",
			happened: map[alerts.EventName]string{alerts.Amended: "Gewijzigd: ", alerts.Dismissed: "Afgewezen: ", alerts.Removed: "Niet meer te vinden: "},
			kinds:    map[feeds.Kind]string{feeds.Podcast: "podcast", feeds.Video: "video", feeds.Post: "bericht", feeds.Page: "pagina"},
			language: text.Dutch,
		}
	}
	return words{
		on: " on ", and: " and ", mentions: "%d mentions of %s", also: "also on ", listen: "Listen from %s", open: "Open in Namedrop", more: "and %d more", place: "in 1 more place", places: "in %d more places",
		happened: map[alerts.EventName]string{alerts.Amended: "Changed: ", alerts.Dismissed: "Dismissed: ", alerts.Removed: "No longer there: "},
		kinds:    map[feeds.Kind]string{feeds.Podcast: "podcast", feeds.Video: "video", feeds.Post: "post", feeds.Page: "page"},
		language: text.English,
	}
}

// list returns "a, b and c", or "a, b, c and 4 more".
func (w words) list(names []string, rest int) string {
	if rest > 0 {
		return strings.Join(names, ", ") + " " + fmt.Sprintf(w.more, rest)
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + w.and + names[n-1]
	}
	return strings.Join(names, "")
}

// clock formats a position in a recording: 12:34, 1:02:03.
func clock(second float64) string {
	s := int(max(second, 0))
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
