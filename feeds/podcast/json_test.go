package podcast_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

// JSON feeds as programs get them wrong: what can be read of each is read.
func TestNastyJSONFeeds(t *testing.T) {
	const head = `{"version":"https://jsonfeed.org/version/1.1","title":"Notes",`
	for name, tt := range map[string]struct {
		body string
		want []string // title, text, author
	}{
		"fields of other types": {`{"version":1,"title":7,"authors":null,"author":"Anna","items":[{"id":1,"title":"One","tags":"x","attachments":null},"junk",null,{"id":2.5,"title":22,"author":"Bo","content_text":null,"content_html":["no"]}]}`,
			[]string{"One||Anna", "22||Bo"}},
		"authors by name and in an object": {head + `"authors":["Anna"],"items":[{"id":"1","title":"One","authors":{"name":"Bo"}},{"id":"2","title":"Two","authors":[{"name":5}]},{"id":"3","title":"Three"}]}`,
			[]string{"One||Bo", "Two||5", "Three||Anna"}},
		"text that is no HTML":        {head + `"items":[{"id":"1","title":"One","content_text":"x < y for List<String>\n& more"}]}`, []string{"One|x < y for List<String>\n& more|"}},
		"HTML said to be text":        {head + `"items":[{"id":"1","title":"One","content_text":"<p>Hello</p>"}]}`, []string{"One|Hello|"}},
		"one item that is no list":    {head + `"items":{"id":"1","title":"One"}}`, []string{"One||"}},
		"line ends inside strings":    {head + "\"items\":[{\"id\":\"1\",\"title\":\"One\",\"content_text\":\"a\n\tb \\\" c\"}]}", []string{"One|a\nb \" c|"}},
		"commas behind the last":      {head + `"items":[{"id":"1","title":"One, [x], {y}",},{"id":"2","title":"Two"}, ], }`, []string{"One, [x], {y}||", "Two||"}},
		"broken off, of other types":  {head + `"items":[{"id":"1","title":1},{"id":"2","title":"Two","author":"Bo"},{"id`, []string{"1||", "Two||Bo"}},
		"a list alone":                {`[{"id":"1","title":"One","content_text":"a"},{"guid":"2","name":"Two","body":"<p>b</p>"},7]`, []string{"One|a|", "Two|b|"}},
		"a list alone, with a comma":  {`[{"id":"1","title":"One","content_text":"a"},]`, []string{"One|a|"}},
		"a feed in a list":            {`[` + head + `"items":[{"id":"1","title":"One"}]}]`, []string{"One||"}},
		"a feed in an object":         {`{"status":"ok","feed":{"title":"J","items":[{"id":"1","title":"One"}]}}`, []string{"One||"}},
		"XML as JSON":                 {`{"rss":{"channel":{"title":"J","item":[{"guid":{"_":"1"},"title":"One","description":"a"}]}}}`, []string{"One||"}},
		"posts":                       {`{"title":"J","posts":[{"id":"1","title":"One","text":"a"}]}`, []string{"One|a|"}},
		"items by number":             {head + `"items":{"0":{"id":"1","title":"One"},"1":{"id":"2","title":"Two"},"10":{"id":"3","title":"Three"}}}`, []string{"One||", "Two||", "Three||"}},
		"posts of a site":             {`[{"id":1,"link":"https://ship.example/1","title":{"rendered":"One &amp; all"},"content":{"rendered":"<p>a</p>"}}]`, []string{"One & all|a|"}},
		"the names of other programs": {`{"items":[{"guid":"1","headline":"One","description":"a"},{"uuid":"2","title":"Two","text":"b < c","summary":"no"}]}`, []string{"One||", "Two|b < c|"}},
		"Latin-1 with bare line ends": {strings.Replace(head, "Notes", "Caf\xe9", 1) + "\"items\":[{\"id\":\"1\",\"title\":\"\xc9\xe9n\",\"content_text\":\"a\nb\"}]}", []string{"Één|a\nb|"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range parse(t, tt.body).Documents {
				got = append(got, d.Title+"|"+d.Text+"|"+d.Author)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	spoken := parse(t, head+`"language":"en","items":[{"id":"1","title":"One","language":"nl"},{"id":"2","title":"Two"}]}`).Documents
	if spoken[0].Language != "nl" || spoken[1].Language != "en" {
		t.Errorf("in %s and %s", spoken[0].Language, spoken[1].Language)
	}
	b := parse(t, head+`"items":[{"id":"1","title":"One","attachments":{"url":"a/1.mp3","mime_type":"audio/mpeg","size_in_bytes":"12"}}]}`)
	if d := b.Documents[0]; d.Kind != feeds.Podcast || d.Audio != "https://ship.example/a/1.mp3" {
		t.Errorf("%+v", d)
	}
	if d := parse(t, `[{"id":"1","title":"One","pubDate":"Mon, 02 Nov 2026 07:00:00 GMT","enclosure":{"link":"https://ship.example/1.mp3","type":"audio/mpeg"}}]`).Documents[0]; d.Audio == "" || d.Published.Day() != 2 {
		t.Errorf("%+v", d)
	}
}

// The files that the items of a JSON feed name, wherever they do, are those of the podcast namespace.
func TestFilesOfJSONFeeds(t *testing.T) {
	const audio = `"id":"1","title":"One","attachments":[{"url":"1.mp3","mime_type":"audio/mpeg"}]`
	for fields, want := range map[string]feeds.Offer{
		`"_podcast":{"transcripts":[{"url":"https://ship.example/1.vtt","type":"text/vtt","language":"eng"}]}`: {Part: feeds.PartTranscript, URL: "https://ship.example/1.vtt", Type: "text/vtt", Language: "en"},
		`"transcript":"https://ship.example/1.vtt"`:                                                            {Part: feeds.PartTranscript, URL: "https://ship.example/1.vtt"},
		`"transcripts":[null,7,{"href":"/1.vtt","mime_type":"text/vtt","rel":"captions"}]`:                     {Part: feeds.PartTranscript, URL: "https://ship.example/1.vtt", Type: "text/vtt", Timed: true},
		`"_show":{"chapters":{"url":"https://ship.example/1.json"}}`:                                           {Part: feeds.PartChapters, URL: "https://ship.example/1.json", Type: "application/json+chapters"},
		`"attachments":[{"url":"1.mp3","mime_type":"audio/mpeg"},{"url":"/1.vtt","mime_type":"text/vtt"}]`:     {Part: feeds.PartTranscript, URL: "https://ship.example/1.vtt", Type: "text/vtt"},
		`"transcript":"We like Acme"`: {},
	} {
		b := parse(t, `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"0","title":"Zero"},{`+audio+","+fields+`}]}`)
		var got feeds.Offer
		if offers := b.Documents[1].Offers; len(offers) == 1 {
			got = offers[0]
		}
		if diff := cmp.Diff(want, got); diff != "" || b.Documents[1].Audio == "" {
			t.Errorf("%s: %s%+v", fields, diff, b.Documents[1])
		}
	}
}
