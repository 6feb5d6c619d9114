package demo

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"text/template"
	"time"
)

// feedTemplate is a podcast feed as hosts write it, with the podcast namespace.
var feedTemplate = template.Must(template.New("feed").Funcs(template.FuncMap{"x": escape, "date": rfc822, "length": audioLength, "type": mediaType}).Parse(
	`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{{x .Show.Name}}</title>
<link>{{.Base}}/{{.Show.Slug}}/</link>
<atom:link rel="self" type="application/rss+xml" href="{{.Base}}/{{.Show.Slug}}/feed.xml"/>
<description>{{x .Show.About}}</description>
<language>{{.Show.Language}}</language>
<itunes:author>{{x .Show.Author}}</itunes:author>
<itunes:image href="{{.Base}}/{{.Show.Slug}}/cover.png"/>
<lastBuildDate>{{date .Built}}</lastBuildDate>
<ttl>1</ttl>
{{range .Episodes}}<item>
<title>{{x .Title}}</title>
<guid isPermaLink="false">{{x .GUID}}</guid>
<link>{{$.Base}}{{.Path}}</link>
<pubDate>{{date .Published}}</pubDate>
<description>{{x .HTML}}</description>
<enclosure url="{{$.Base}}{{.Path}}.wav" length="{{length .Duration}}" type="audio/wav"/>
<itunes:duration>{{printf "%.0f" .Duration}}</itunes:duration>
<itunes:episode>{{.Number}}</itunes:episode>
{{range .People}}<podcast:person role="{{.Role}}">{{x .Name}}</podcast:person>
{{end}}{{if .Chapters}}<podcast:chapters url="{{$.Base}}{{.Path}}.chapters.json" type="application/json+chapters"/>
{{end}}{{$path := .Path}}{{range $.Show.Formats}}<podcast:transcript url="{{$.Base}}{{$path}}.{{.}}" type="{{type .}}" language="{{$.Show.Language}}"{{if eq . "vtt" "srt"}} rel="captions"{{end}}/>
{{end}}</item>
{{end}}</channel>
</rss>
`))

// renderFeed returns the show's current feed and the time of its last change.
func renderFeed(base string, s *show, episodes []*episode) ([]byte, time.Time, error) {
	type item struct {
		*episode
		Title, GUID, Path, HTML string
		Published               time.Time
		Duration                float64
		Number                  int
		People                  []person
		Chapters                bool
	}
	var items []item
	var built time.Time
	for _, e := range episodes {
		var people []person
		for _, p := range e.people {
			people = append(people, person{p.Name, p.Role})
		}
		items = append(items, item{
			episode: e, Title: e.title, GUID: e.guid, Path: e.path(), HTML: "<p>" + escape(e.notes) + "</p>",
			Published: e.published, Duration: e.duration, Number: e.number, People: people, Chapters: len(e.chapters) > 0,
		})
		if e.published.After(built) {
			built = e.published
		}
	}
	var b bytes.Buffer
	err := feedTemplate.Execute(&b, map[string]any{
		"Base": base, "Built": built, "Episodes": items,
		"Show": map[string]any{
			"Name": s.name, "Slug": s.slug, "About": s.about, "Language": s.language, "Author": s.author, "Formats": s.formats,
		},
	})
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("writing the feed of %s: %w", s.name, err)
	}
	return b.Bytes(), built, nil
}

type person struct{ Name, Role string }

// spoil turns a valid feed into what the malformed show serves: in the wrong encoding,
// undeclared, and truncated in the middle of the last item.
func spoil(feed []byte) []byte {
	feed = bytes.Replace(feed, []byte(` encoding="UTF-8"`), nil, 1)
	if last := bytes.LastIndex(feed, []byte("<item>")); last >= 0 {
		feed = feed[:last+len("<item>")+70]
	}
	latin := make([]byte, 0, len(feed))
	for _, c := range string(feed) {
		if c > 0xff {
			c = '-'
		}
		latin = append(latin, byte(c))
	}
	return latin
}

func escape(s string) string {
	var b bytes.Buffer
	// Writing to a buffer doesn't fail.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func rfc822(t time.Time) string { return t.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT") }
