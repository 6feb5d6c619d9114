package youtube

import (
	"context"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/plain"
)

// browser is the player as which lists are asked for: its answers have lists of videos.
var browser = player{name: "WEB", number: 1, version: "2.20261101.00.00"}

// videosTab asks for the tab with the newest videos.
const videosTab = "EgZ2aWRlb3PyBgQKAjoA"

// browse asks for the list of a channel or playlist as the web site shows it.
func (c *Client) browse(ctx context.Context, a address) (list, error) {
	body := map[string]any{"browseId": a.channel, "params": videosTab}
	if a.playlist != "" {
		body = map[string]any{"browseId": "VL" + a.playlist}
	}
	end, err := c.gate.alone(ctx)
	if err != nil {
		return list{}, err
	}
	defer end()
	var got any
	if err := c.ask(ctx, c.browsing(), "browse", body, &got); err != nil {
		return list{}, err
	}
	l, alert := parseBrowse(got, c.opts.Now())
	if len(l.videos) == 0 && alert != "" {
		return list{}, &feeds.Fault{Kind: feeds.FaultAbsent, Host: c.base.Host, Code: "youtube_no_channel", Reason: "YouTube knows no such channel or playlist", Help: "Check its address."}
	}
	return l, nil
}

// browsing returns the web player in the version that is configured, if it is.
func (c *Client) browsing() player {
	for _, p := range c.players {
		if p.number == browser.number {
			return p
		}
	}
	return browser
}

// parseBrowse finds the videos in an answer, wherever they are: the layout around them changes every
// few months. alert is what the answer says in place of a list.
func parseBrowse(answer any, now time.Time) (l list, alert string) {
	seen := map[string]bool{}
	walk(answer, 0, func(name string, m map[string]any) {
		switch name {
		case "videoRenderer", "gridVideoRenderer", "playlistVideoRenderer", "lockupViewModel", "reelItemRenderer":
			v := browsed(name, m, now)
			if videoID.MatchString(v.id) && !seen[v.id] && len(l.videos) < maxListed {
				seen[v.id] = true
				l.videos = append(l.videos, v)
			}
		case "channelMetadataRenderer":
			if id, _ := m["externalId"].(string); channelID.MatchString(id) {
				l.channel = id
			}
			l.title = plain.Line(text(m["title"]))
		case "playlistMetadataRenderer":
			l.title = plain.Line(text(m["title"]))
		case "alertRenderer":
			if kind, _ := m["type"].(string); kind == "ERROR" {
				alert = plain.Line(text(m["text"])) + " "
			}
		}
	})
	return l, alert
}

// deepest is how deep an answer is searched.
const deepest = 60

// walk calls f for each object in an answer, with the name that it has in the one around it.
func walk(v any, depth int, f func(name string, m map[string]any)) {
	if depth > deepest {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walk(e, depth+1, f)
		}
	case map[string]any:
		for _, name := range sorted(v) {
			if m, ok := v[name].(map[string]any); ok {
				f(name, m)
			}
			walk(v[name], depth+1, f)
		}
	}
}

// text returns a text in any of the shapes that answers have.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		for _, name := range []string{"simpleText", "content"} {
			if s, ok := v[name].(string); ok {
				return s
			}
		}
		var b strings.Builder
		runs, _ := v["runs"].([]any)
		for _, r := range runs {
			if m, ok := r.(map[string]any); ok {
				b.WriteString(text(m["text"]))
			}
		}
		return b.String()
	}
	return ""
}

// browsed reads one entry of a list.
func browsed(name string, m map[string]any, now time.Time) video {
	v := video{title: plain.Line(text(m["title"]))}
	v.id, _ = m["videoId"].(string)
	v.duration = length(text(m["lengthText"]))
	if s, ok := m["lengthSeconds"].(string); ok && v.duration == 0 {
		if n, err := strconv.ParseUint(s, 10, 31); err == nil {
			v.duration = float64(n)
		}
	}
	v.published = ago(text(m["publishedTimeText"]), now)
	if name != "lockupViewModel" {
		return v
	}
	v.id, _ = m["contentId"].(string)
	walk(m, 0, func(name string, m map[string]any) {
		switch name {
		case "lockupMetadataViewModel":
			v.title = plain.Line(text(m["title"]))
		case "thumbnailBadgeViewModel":
			v.duration = max(v.duration, length(text(m["text"])))
		case "text":
			if at := ago(text(m), now); !at.IsZero() {
				v.published = at
			}
		}
	})
	return v
}

func length(s string) float64 {
	if !strings.Contains(s, ":") {
		return 0
	}
	at, ok := captions.Clock(strings.TrimSpace(s))
	if !ok {
		return 0
	}
	return at
}

var agoPattern = regexp.MustCompile(`^(?:Streamed |Premiered )?(\d{1,3}) (second|minute|hour|day|week|month|year)s? ago$`)

var units = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": day, "week": 7 * day, "month": 30 * day, "year": 365 * day}

// ago reads "3 days ago", to the precision that it has.
func ago(s string, now time.Time) time.Time {
	m := agoPattern.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return time.Time{}
	}
	n, _ := strconv.Atoi(m[1]) // digits
	return now.Add(-time.Duration(n) * units[m[2]]).Truncate(time.Second)
}

// decodeFirst reads the one JSON value at the beginning of a text, and ignores what follows.
func decodeFirst(s string, v any) error { return json.NewDecoder(strings.NewReader(s)).Decode(v) }
