package podcast

import (
	"cmp"
	"math"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/plain"
)

// item is a document that is being made, with what may identify it.
type item struct {
	doc       feeds.Document
	offers    []feeds.Offer
	guid      string
	enclosure string // audio address without its query
	link      string
}

type converter struct {
	feed  *gofeed.Feed
	src   feeds.Source
	base  *url.URL
	hosts []feeds.Person // of the podcast, for episodes that name no people

	synthetic string // of the podcast, for episodes that say nothing of it
}

func (c *converter) item(it *gofeed.Item) item {
	d := feeds.Document{
		Kind: feeds.Page, Network: "web", Origin: feeds.None, Sources: sources(c.src),
		Title:    short(plain.Title(cmp.Or(it.Title, mediaText(it.Extensions, "title"), appleTitle(it.Extensions))), maxTitle),
		Language: c.languageOf(it),
		URL:      unwrap(absolute(c.base, it.Link)),
	}
	d.Synthetic = c.synthetic
	if said, made := madeByAI(it.Extensions, "episode"); said {
		d.Synthetic = made
	}
	if d.URL == "" && strings.HasPrefix(it.GUID, "http") {
		d.URL = absolute(c.base, it.GUID)
	}
	d.Published = published(it, d.Language)
	d.Undated = d.Published.IsZero()
	d.Author = c.author(it)

	audio, kind := c.recording(it)
	description := plain.FromHTML(cmp.Or(it.Description, mediaText(it.Extensions, "description")))
	content := plain.FromHTML(it.Content)
	if audio != "" {
		d.Kind, d.Network = feeds.Podcast, "podcast"
		d.Audio, d.AudioType = audio, kind
		d.Notes = longer(content, description)
		if it.ITunesExt != nil {
			d.Notes = longer(d.Notes, plain.FromHTML(it.ITunesExt.Summary))
			d.Notes = cmp.Or(d.Notes, plain.Line(plain.FromHTML(it.ITunesExt.Subtitle)))
			d.Duration = duration(it.ITunesExt.Duration)
		}
	} else {
		d.Text = content
		if d.Text != "" {
			d.Origin = feeds.Publisher
		}
		if description != content {
			d.Notes = description
		}
	}
	offers := c.namespace(it, &d)
	return item{doc: d, offers: offers, guid: strings.TrimSpace(it.GUID), enclosure: withoutQuery(d.Audio), link: d.URL}
}

// empty reports whether an item has nothing to show or to search.
func (it *item) empty() bool {
	d := &it.doc
	return d.Title == "" && d.Notes == "" && d.Text == "" && d.Audio == "" && d.URL == ""
}

func sources(src feeds.Source) []string {
	if src.ID == "" {
		return nil
	}
	return []string{src.ID}
}

// longer returns the longer of two versions of the notes.
func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

func (c *converter) author(it *gofeed.Item) string {
	name := ""
	if len(it.Authors) > 0 && it.Authors[0] != nil {
		name = cmp.Or(it.Authors[0].Name, it.Authors[0].Email)
	}
	if it.ITunesExt != nil {
		name = cmp.Or(it.ITunesExt.Author, name)
	}
	return cmp.Or(short(plain.Line(plain.FromHTML(name)), maxName), c.src.Author)
}

// Limits on what a feed says about an item, in characters, since these texts are part of every
// event and list. Longer titles and names are cut; longer addresses and languages are dropped.
const (
	maxTitle   = 1000
	maxName    = 300
	maxAddress = 8000
	maxTag     = 35 // of BCP 47
)

func short(s string, most int) string {
	if len(s) <= most {
		return s
	}
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

// published returns the item's date, or zero. Dates at the start of Unix time come from programs
// that have no date.
func published(it *gofeed.Item, language string) time.Time {
	for _, said := range []struct {
		as  string
		got *time.Time
	}{{it.Published, it.PublishedParsed}, {it.Updated, it.UpdatedParsed}} {
		var t time.Time
		if said.got != nil {
			t = said.got.UTC()
		}
		if said.got == nil || hasNamedZone(said.as) {
			if own, ok := date(said.as, language); ok {
				t = own
			}
		}
		if t.Unix() > 86400 && t.Year() < 3000 {
			return t
		}
	}
	return time.Time{}
}

// recording returns the first enclosure that is audio or video.
//
// News feeds put videos beside their articles into the same Media RSS element that a few podcasts
// use for the episode. A video there counts only in a feed with podcast elements.
func (c *converter) recording(it *gofeed.Item) (address, kind string) {
	base := c.base
	media := mediaContent(it.Extensions)
	for _, e := range it.Enclosures {
		if e == nil || !isRecording(e.URL, e.Type) && !(c.feed.ITunesExt != nil && saysNothing(e.URL, e.Type)) {
			continue
		}
		// The parser lists Media RSS contents among the enclosures.
		beside := slices.ContainsFunc(media, func(m map[string]string) bool { return m["url"] == e.URL })
		if beside && c.feed.ITunesExt == nil && !strings.HasPrefix(e.Type, "audio") {
			continue
		}
		return absolute(base, e.URL), strings.ToLower(strings.TrimSpace(e.Type))
	}
	for _, m := range media {
		kind := cmp.Or(m["type"], m["medium"])
		if u := absolute(base, m["url"]); u != "" && (strings.HasPrefix(kind, "audio") || c.feed.ITunesExt != nil && strings.HasPrefix(kind, "video")) {
			return u, m["type"]
		}
	}
	return "", ""
}

func isRecording(address, kind string) bool {
	kind = strings.ToLower(strings.TrimSpace(kind))
	switch {
	case address == "":
		return false
	case strings.HasPrefix(kind, "audio/"), strings.HasPrefix(kind, "video/"), kind == "audio", kind == "video":
		return true
	case strings.HasPrefix(kind, "image/"), strings.HasPrefix(kind, "text/"):
		return false
	}
	switch strings.ToLower(path.Ext(withoutQuery(address))) {
	case ".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".mp4", ".m4v", ".mov", ".webm":
		return true
	}
	return false
}

// saysNothing reports whether neither type nor name of an enclosure say what it is. In the feed
// of a podcast it is the episode.
func saysNothing(address, kind string) bool {
	kind = strings.ToLower(strings.TrimSpace(kind))
	return address != "" && path.Ext(withoutQuery(address)) == "" && (kind == "" || kind == "application/octet-stream" || kind == "binary/octet-stream")
}

// duration reads seconds, MM:SS, H:MM:SS, and what else [captions.Clock] reads. It is 0 where it is
// unknown.
func duration(s string) float64 {
	v, ok := captions.Clock(s)
	if !ok || v > 1000*3600 {
		return 0
	}
	return math.Floor(v)
}

// absolute resolves an address against the feed's own. It is empty unless the result is a web
// address.
func absolute(base *url.URL, raw string) string {
	raw = strings.TrimSpace(raw)
	if raw == "" || len(raw) > maxAddress {
		return ""
	}
	if path, query, asks := strings.Cut(raw, "?"); strings.Contains(path, `\`) { // browsers read it as a slash
		if raw = strings.ReplaceAll(path, `\`, "/"); asks {
			raw += "?" + query
		}
	}
	u, err := url.Parse(raw)
	if err != nil {
		// A space or a stray percent sign: podcast players accept these too.
		if u, err = url.Parse(strings.NewReplacer(" ", "%20", "%", "%25").Replace(raw)); err != nil {
			return ""
		}
	}
	if !u.IsAbs() && base != nil {
		u = base.ResolveReference(u)
		u.User = nil
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}

// unwrap returns the page behind a search engine's redirect address.
func unwrap(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Path != "/url" || !strings.HasPrefix(strings.TrimPrefix(u.Hostname(), "www."), "google.") {
		return raw
	}
	for _, k := range []string{"url", "q"} {
		if inner := absolute(nil, u.Query().Get(k)); inner != "" {
			return inner
		}
	}
	return raw
}

func withoutQuery(raw string) string {
	raw, _, _ = strings.Cut(raw, "?")
	raw, _, _ = strings.Cut(raw, "#")
	return raw
}
