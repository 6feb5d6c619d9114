package podcast

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
)

// otherNames are the names under which the JSON of sites and of other programs has the fields of a JSON
// Feed's item.
var otherNames = []struct {
	name   string
	others []string
}{
	{"id", []string{"guid", "uuid", "_id"}},
	{"url", []string{"link", "permalink", "href"}},
	{"title", []string{"name", "headline"}},
	{"content_html", []string{"content", "body", "html"}},
	{"content_text", []string{"text", "body_text"}},
	{"summary", []string{"description", "excerpt"}},
	{"date_published", []string{"published", "published_at", "publishedAt", "pubDate", "pub_date", "date_gmt", "date", "created_at"}},
	{"attachments", []string{"enclosures", "enclosure"}},
}

// renamed gives the fields of an item the names of JSON Feed, unless it has a field of that name. Texts
// may be inside an object, as {"rendered":"…"}.
func renamed(item object) {
	for _, f := range otherNames {
		if !isEmpty(item[f.name]) {
			item[f.name] = rendered(item[f.name])
			continue
		}
		if f.name == "content_html" && !isEmpty(item["content_text"]) {
			continue
		}
		for _, other := range f.others {
			if raw := rendered(item[other]); !isEmpty(raw) && (raw[0] != '{' && raw[0] != '[' || f.name == "attachments") {
				item[f.name] = raw
				break
			}
		}
	}
}

// rendered returns the text of an object that holds one, or what it is given.
func rendered(raw json.RawMessage) json.RawMessage {
	var o object
	if len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &o) == nil {
		for _, name := range []string{"rendered", "_", "value", "$t", "text"} {
			if v := o[name]; len(v) > 0 && v[0] == '"' {
				return v
			}
		}
	}
	return raw
}

// bareItems returns a JSON Feed for a list of items without anything around it, or for a feed in a list. ok
// is false for other lists: most of the items must have a name and a text or a title.
func bareItems(s []byte) (feed []byte, ok bool) {
	if !json.Valid(s) {
		s = legalJSON(s)
	}
	var list []json.RawMessage
	if json.Unmarshal(s, &list) != nil || len(list) == 0 {
		return nil, false
	}
	var only object
	if len(list) == 1 && json.Unmarshal(list[0], &only) == nil && !isEmpty(only["items"]) {
		return list[0], true
	}
	good := 0
	for _, raw := range list {
		var item object
		if json.Unmarshal(raw, &item) != nil || item == nil {
			continue
		}
		renamed(item)
		if (!isEmpty(item["id"]) || !isEmpty(item["url"])) && (!isEmpty(item["title"]) || !isEmpty(item["content_html"]) || !isEmpty(item["content_text"])) {
			good++
		}
	}
	if good*2 <= len(list) {
		return nil, false
	}
	return marshal(map[string]any{"items": list}, nil), true
}

// wrappers are the names under which other programs put a feed or its items into an object.
var wrappers = []string{"items", "feed", "channel", "rss", "data", "entries", "posts", "articles", "episodes", "results", "item"}

// feedWithin returns the JSON Feed in an object that has none of its own items: under another name, or in
// an object within it.
func feedWithin(s []byte, depth int) (feed []byte, ok bool) {
	var outer object
	if json.Unmarshal(s, &outer) != nil || depth > 3 {
		return nil, false
	}
	for _, name := range wrappers {
		inner := numberedItems(outer[name])
		switch {
		case isEmpty(inner):
		case inner[0] == '[' && name == "items":
			return s, true
		case inner[0] == '[':
			if _, ok := bareItems(inner); ok {
				outer["items"] = inner
				return marshal(outer, s), true
			}
		case inner[0] == '{':
			if feed, ok := feedWithin(inner, depth+1); ok {
				return feed, true
			}
		}
	}
	return nil, false
}

// numberedItems returns a list for an object whose keys are numbers, as some programs write lists.
func numberedItems(raw json.RawMessage) json.RawMessage {
	var byNumber object
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &byNumber) != nil {
		return raw
	}
	keys := make([]string, 0, len(byNumber))
	for k := range byNumber {
		if k == "" || strings.Trim(k, "0123456789") != "" {
			return raw
		}
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	list := make([]json.RawMessage, 0, len(keys))
	for _, k := range keys {
		list = append(list, byNumber[k])
	}
	return marshal(list, raw)
}

// partsOf returns the transcripts and chapters that the items of a JSON Feed name, as extensions of the
// podcast namespace: in the item itself or in an extension of it, such as "_podcast".
func partsOf(text []byte) []ext.Extensions {
	if !bytes.Contains(text, []byte(`"transcript`)) && !bytes.Contains(text, []byte(`"chapters`)) {
		return nil
	}
	var feed struct{ Items []object }
	if json.Unmarshal(text, &feed) != nil {
		return nil
	}
	out := make([]ext.Extensions, len(feed.Items))
	for i, item := range feed.Items {
		found := map[string][]ext.Extension{}
		places := []object{item}
		for name, raw := range item {
			var inner object
			if strings.HasPrefix(name, "_") && json.Unmarshal(raw, &inner) == nil {
				places = append(places, inner)
			}
		}
		for _, place := range places {
			for part, names := range map[string][]string{"transcript": {"transcripts", "transcript", "transcript_url"}, "chapters": {"chapters", "chapters_url"}} {
				for _, name := range names {
					found[part] = append(found[part], partsIn(place[name])...)
				}
			}
		}
		if len(found["transcript"])+len(found["chapters"]) > 0 {
			out[i] = ext.Extensions{"podcast": found}
		}
	}
	return out
}

// maxNamed is how many transcripts an item may name in one place.
const maxNamed = 50

// partsIn reads an address, an object with url and type, or a list of these.
func partsIn(raw json.RawMessage) []ext.Extension {
	if isEmpty(raw) {
		return nil
	}
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		all = []json.RawMessage{raw}
	}
	var out []ext.Extension
	for _, raw := range all[:min(len(all), maxNamed)] {
		if isEmpty(raw) {
			continue
		}
		attributes := map[string]string{}
		var address string
		var fields object
		if json.Unmarshal(raw, &address) == nil {
			attributes["url"] = webAddress(address)
		} else if json.Unmarshal(raw, &fields) == nil {
			for to, from := range map[string][]string{"url": {"url", "href", "src"}, "type": {"type", "mime_type"}, "language": {"language", "lang"}, "rel": {"rel"}} {
				for _, name := range from {
					var s string
					if attributes[to] == "" && json.Unmarshal(fields[name], &s) == nil {
						attributes[to] = s
					}
				}
			}
		}
		if attributes["url"] != "" {
			out = append(out, ext.Extension{Attrs: attributes})
		}
	}
	return out
}
