package podcast

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/plain"
)

// namespace reads the podcast namespace's elements. The parser keeps the prefix that a feed
// chose and not the namespace's address, so elements of the right name are accepted under
// every prefix. Files that an element names are returned as offers.
func (c *converter) namespace(it *gofeed.Item, d *feeds.Document) (offers []feeds.Offer) {
	for _, e := range it.Enclosures { // some hosts enclose the transcript too
		if e == nil {
			continue
		}
		offer := feeds.Offer{Part: feeds.PartTranscript, URL: absolute(c.base, e.URL), Type: strings.ToLower(strings.TrimSpace(e.Type))}
		if offer.URL != "" && promisesTimes(offer) && !strings.Contains(offer.Type, "json") {
			offers = append(offers, offer)
		}
	}
	if len(it.Extensions) == 0 {
		d.People = c.hosts
		return offers
	}
	transcripts := named(it.Extensions, "transcript")
	for _, e := range named(it.Extensions, "transcripts") { // some hosts put them into a list
		transcripts = append(transcripts, e.Children["transcript"]...)
	}
	for _, e := range transcripts {
		u := absolute(c.base, cmp.Or(attr(e, "url"), attr(e, "href"), attr(e, "src"), webAddress(e.Value)))
		if u == "" {
			continue
		}
		offers = append(offers, feeds.Offer{
			Part: feeds.PartTranscript, URL: u, Type: strings.ToLower(strings.TrimSpace(attr(e, "type"))),
			Language: language(attr(e, "language")), Timed: strings.EqualFold(attr(e, "rel"), "captions"),
		})
	}
	file := ""
	for _, e := range named(it.Extensions, "chapters") {
		if u := absolute(c.base, attr(e, "url")); u != "" && file == "" {
			file = u
		}
		if list := inlineChapters(e); len(list) > 0 && len(d.Chapters) == 0 {
			d.Chapters = list
		}
	}
	if file != "" && len(d.Chapters) == 0 {
		offers = append(offers, feeds.Offer{Part: feeds.PartChapters, URL: file, Type: "application/json+chapters"})
	}
	// An episode that names people names all of them. One that doesn't has the podcast's hosts.
	if d.People = people(it.Extensions); len(d.People) == 0 {
		d.People = c.hosts
	}
	return offers
}

// webAddress returns a text if it is nothing but a web address.
func webAddress(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "http") && !strings.ContainsAny(s, " \n\t<") {
		return s
	}
	return ""
}

func people(extensions ext.Extensions) []feeds.Person {
	var out []feeds.Person
	for _, e := range named(extensions, "person") {
		name := plain.Line(plain.FromHTML(e.Value))
		if name == "" || len(name) > 200 {
			continue
		}
		p := feeds.Person{Name: name, Role: strings.ToLower(cmp.Or(plain.Line(attr(e, "role")), "host")), URL: absolute(nil, attr(e, "href"))}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// inlineChapters reads Podlove's <psc:chapters>, whose chapters are in the feed itself.
func inlineChapters(e ext.Extension) []feeds.Chapter {
	var out []feeds.Chapter
	for _, c := range e.Children["chapter"] {
		start, ok := captions.Clock(c.Attrs["start"])
		if made, fine := chapter(start, ok, c.Attrs["title"], c.Attrs["href"]); fine {
			out = append(out, made)
		}
	}
	order(out)
	return out
}

// attr returns an attribute, whatever the case of its name.
func attr(e ext.Extension, name string) string {
	if v, ok := e.Attrs[name]; ok {
		return v
	}
	for k, v := range e.Attrs {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return ""
}

// named lists the elements of that name under any prefix, prefixes in order.
func named(extensions ext.Extensions, name string) []ext.Extension {
	var out []ext.Extension
	if len(extensions) == 0 {
		return nil
	}
	for _, prefix := range slices.Sorted(maps.Keys(extensions)) {
		for element, list := range extensions[prefix] {
			if strings.EqualFold(element, name) {
				out = append(out, list...)
			}
		}
	}
	return out
}

// mediaText returns the text of a Media RSS element, in a group or not. Video feeds have title
// and description only there.
func mediaText(extensions ext.Extensions, name string) string {
	media := extensions["media"]
	for _, e := range media[name] {
		if e.Value != "" {
			return e.Value
		}
	}
	for _, g := range media["group"] {
		for _, e := range g.Children[name] {
			if e.Value != "" {
				return e.Value
			}
		}
	}
	return ""
}

// appleTitle returns Apple's title element, for items without another title.
func appleTitle(extensions ext.Extensions) string {
	for _, e := range extensions["itunes"]["title"] {
		if e.Value != "" {
			return e.Value
		}
	}
	return ""
}

// mediaContent lists the attributes of Media RSS contents, grouped or not.
func mediaContent(extensions ext.Extensions) []map[string]string {
	var out []map[string]string
	media := extensions["media"]
	for _, e := range media["content"] {
		out = append(out, e.Attrs)
	}
	for _, g := range media["group"] {
		for _, e := range g.Children["content"] {
			out = append(out, e.Attrs)
		}
	}
	return out
}
