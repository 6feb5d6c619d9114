package podcast

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
	jsonfeed "github.com/mmcdole/gofeed/json"
)

// jsonTranslator keeps what the parser's own translator drops of an item: its language, in the field that
// RSS uses for it, and the files that it names, as extensions of the podcast namespace.
type jsonTranslator struct {
	gofeed.DefaultJSONTranslator
	text []byte
}

func (t jsonTranslator) Translate(feed any) (*gofeed.Feed, error) {
	f, err := t.DefaultJSONTranslator.Translate(feed)
	given, ok := feed.(*jsonfeed.Feed)
	if err != nil || !ok {
		return f, err //nolint:wrapcheck // called by the parser, which wraps it
	}
	parts := partsOf(t.text)
	for i, it := range given.Items {
		if i < len(f.Items) && i < len(parts) && parts[i] != nil {
			f.Items[i].Extensions = parts[i]
		}
		if it != nil && it.Language != "" && i < len(f.Items) {
			f.Items[i].DublinCoreExt = &ext.DublinCoreExtension{Language: []string{it.Language}}
		}
	}
	return f, nil
}

// object is a JSON object whose values are decoded one by one.
type object map[string]json.RawMessage

// tidyJSON makes a JSON feed acceptable to the parser: it repairs common syntax errors and
// converts fields to the type they should have. The parser rejects a whole feed for one number
// where it expects a string. Text that still isn't JSON is returned as it is, to be read item
// by item.
func tidyJSON(s []byte) []byte {
	if !json.Valid(s) {
		s = legalJSON(s)
	}
	var feed object
	if json.Unmarshal(s, &feed) != nil {
		return s
	}
	feed.texts("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon", "language")
	feed.people()
	feed["items"] = numberedItems(feed["items"])
	feed.list("items", tidyItem)
	return marshal(feed, s)
}

func tidyItem(raw json.RawMessage) json.RawMessage {
	var item object
	if json.Unmarshal(raw, &item) != nil || item == nil {
		return nil
	}
	renamed(item)
	item.texts("url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified", "language")
	item.people()
	delete(item, "tags")
	item.list("attachments", func(raw json.RawMessage) json.RawMessage {
		var a object
		if json.Unmarshal(raw, &a) != nil || a == nil {
			return nil
		}
		for to, from := range map[string]string{"url": "link", "mime_type": "type"} {
			if isEmpty(a[to]) {
				a[to] = a[from]
			}
		}
		a.texts("url", "mime_type", "title")
		return marshal(a, raw)
	})
	// The parser merges both contents and treats the plain one as HTML, so a "<" in it must be
	// escaped.
	var text string
	if json.Unmarshal(item["content_text"], &text) == nil && strings.Contains(text, "<") && !strings.Contains(text, "</") && isEmpty(item["content_html"]) {
		item["content_html"] = marshal(strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"), nil)
	}
	return marshal(item, raw)
}

// texts converts numbers and booleans to strings, and drops empty and nested values.
func (o object) texts(keys ...string) {
	for _, k := range keys {
		switch v := o[k]; {
		case isEmpty(v), v[0] == '{', v[0] == '[':
			delete(o, k)
		case v[0] != '"':
			o[k] = marshal(string(v), v)
		}
	}
}

// people converts authors that are plain strings to objects.
func (o object) people() {
	person := func(raw json.RawMessage) json.RawMessage {
		if raw[0] == '"' {
			raw = marshal(object{"name": raw}, raw)
		}
		var p object
		if json.Unmarshal(raw, &p) != nil || p == nil {
			return nil
		}
		p.texts("name", "url", "avatar")
		return marshal(p, raw)
	}
	o.list("authors", person)
	if raw := o["author"]; !isEmpty(raw) {
		if o["author"] = person(raw); o["author"] == nil {
			delete(o, "author")
		}
	}
}

// list tidies each element of an array and drops those for which tidy returns nil. A single
// value becomes an array of one.
func (o object) list(key string, tidy func(json.RawMessage) json.RawMessage) {
	raw := o[key]
	if isEmpty(raw) {
		delete(o, key)
		return
	}
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		all = []json.RawMessage{raw}
	}
	out := make([]json.RawMessage, 0, len(all))
	for _, v := range all {
		if v = tidy(v); v != nil {
			out = append(out, v)
		}
	}
	o[key] = marshal(out, raw)
}

func isEmpty(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

func marshal(v any, otherwise []byte) json.RawMessage {
	if b, err := json.Marshal(v); err == nil {
		return b
	}
	return otherwise
}

// legalJSON escapes line ends and tabs inside strings, and drops the comma after the last element
// of a list.
func legalJSON(s []byte) []byte {
	out := make([]byte, 0, len(s)+64)
	inside := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case inside && c == '\\' && i+1 < len(s):
			out = append(out, c)
			i++
			c = s[i]
		case c == '"':
			inside = !inside
		case inside && c == '\n':
			out = append(out, '\\')
			c = 'n'
		case inside && c < ' ':
			c = ' '
		case !inside && c == ',':
			if next := bytes.TrimLeft(s[i+1:min(len(s), i+1+100)], " \t\r\n"); len(next) > 0 && (next[0] == ']' || next[0] == '}') {
				continue
			}
		}
		out = append(out, c)
	}
	return out
}
