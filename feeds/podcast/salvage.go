package podcast

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mmcdole/gofeed"
)

// fallbackRoot replaces a root element that is too long or broken.
const fallbackRoot = `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" ` +
	`xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
	`xmlns:media="http://search.yahoo.com/mrss/" xmlns:podcast="https://podcastindex.org/namespace/1.0">`

// deepest is how deep elements may be nested. The parser recurses for each level, and a stack
// overflow ends the process: recover doesn't catch it.
const deepest = 10_000

var errDeep = errors.New("parsing feed: its elements are nested too deeply")

// parseWhole runs the parser and turns its panics into errors.
func parseWhole(text []byte) (f *gofeed.Feed, err error) {
	if depth(text) > deepest {
		return nil, errDeep
	}
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, fmt.Errorf("parsing feed: %v", p)
		}
	}()
	p := gofeed.NewParser()
	p.JSONTranslator = jsonTranslator{text: text}
	f, err = p.Parse(bytes.NewReader(text))
	if err == nil && f == nil {
		err = fmt.Errorf("parsing feed: nothing in it")
	}
	return f, err
}

// depth returns how deep elements are nested at most, as their tags say. It is a quick estimate
// that never parses.
func depth(s []byte) int {
	now, most := 0, 0
	for {
		lt := bytes.IndexByte(s, '<')
		if lt < 0 || lt+1 == len(s) {
			return most
		}
		s = s[lt:]
		n := 1
		switch {
		case bytes.HasPrefix(s, []byte("<![CDATA[")):
			n = past(s, "]]>")
		case bytes.HasPrefix(s, []byte("<!--")):
			n = past(s, "-->")
		case s[1] == '/':
			now = max(now-1, 0)
		case s[1] != '!' && s[1] != '?' && !selfClosing(s):
			now++
			most = max(most, now)
		}
		s = s[n:]
	}
}

// salvage reads the complete items of a feed that can't be parsed as a whole. It first parses
// all of them together, which is enough when the fault lies between items or the feed was cut
// off. If that fails, it parses each item by itself inside a copy of the root, so that one broken
// item costs only itself, and repairs those that fail. left is the number of items lost.
func salvage(r repaired) (f *gofeed.Feed, left int, ok bool) {
	if r.shape == jsonFeed {
		return salvageJSON(r.text)
	}
	name := "item"
	if strings.EqualFold(local(r.root), "feed") {
		// Entries have the prefix of their root.
		name = r.root[:len(r.root)-len(local(r.root))] + "entry"
	}
	blocks, firstAt, broken := completeBlocks(r.text, name)
	if len(blocks) == 0 {
		return nil, broken, false
	}
	open, closing := wrapper(r)
	head := r.text[:firstAt]
	whole := bytes.Join(append([][]byte{head}, append(blocks, []byte(closing))...), nil)
	if f, err := parseWhole(whole); err == nil && len(f.Items) >= len(blocks) && recordings(f) >= enclosures(whole) {
		return f, broken, true
	}
	f, err := parseWhole(append(bytes.Clone(head), closing...))
	if err != nil {
		f = &gofeed.Feed{}
	}
	f.Items = nil
	for _, b := range blocks {
		one, err := parseWhole(slices.Concat([]byte(open), b, []byte(closing)))
		if err != nil || len(one.Items) == 0 || recordings(one) < enclosures(b) {
			one, err = parseWhole(slices.Concat([]byte(open), repairItem(b), []byte(closing)))
		}
		if err != nil || len(one.Items) == 0 {
			broken++
			continue
		}
		f.Items = append(f.Items, one.Items[0])
	}
	return f, broken, len(f.Items) > 0
}

// wrapper returns what is put around a single item: the feed's own root, which declares the
// namespaces.
func wrapper(r repaired) (open, closing string) {
	end := bytes.IndexByte(r.text, '>')
	root := ""
	if end > 0 && end < 8<<10 {
		root = string(r.text[:end+1])
	}
	switch strings.ToLower(local(r.root)) {
	case "feed":
		if root == "" {
			root = `<feed xmlns="http://www.w3.org/2005/Atom">`
		}
		return root, "</" + r.root + ">"
	case "rdf":
		// In RDF items are next to the channel. The parser closes an unclosed channel.
		return root, "</" + r.root + ">"
	}
	if root == "" {
		return fallbackRoot + "<channel>", "</channel></rss>"
	}
	return root + "<channel>", "</channel></" + r.root + ">"
}

// completeBlocks returns every <item>…</item>, ignoring tags inside CDATA and comments. When an
// item begins before the last one was closed, the last one is dropped and counted as broken.
func completeBlocks(s []byte, name string) (blocks [][]byte, firstAt, broken int) {
	openTag, closeTag := []byte("<"+name), []byte("</"+name)
	firstAt = len(s)
	start := -1
	lastCDATA, lastTag := bytes.LastIndex(s, []byte("]]>")), bytes.LastIndexByte(s, '>') // beyond these no end exists: without them each search would run to the end of the text, in quadratic time
	for i := 0; i < len(s); {
		lt := bytes.IndexByte(s[i:], '<')
		if lt < 0 {
			break
		}
		i += lt
		rest := s[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			if i > lastCDATA {
				// This CDATA is never closed: its item is lost, the next may be complete.
				i += len("<![CDATA[")
				continue
			}
			i += past(rest, "]]>")
		case bytes.HasPrefix(rest, []byte("<!--")):
			i += max(past(rest, "-->"), 4)
		case isTag(rest, openTag) && !selfClosing(rest):
			if start >= 0 {
				broken++
			}
			start = i
			firstAt = min(firstAt, i)
			i += len(openTag)
		case start >= 0 && isTag(rest, closeTag):
			if i > lastTag {
				i += len(closeTag)
				continue
			}
			n := bytes.IndexByte(rest, '>')
			blocks = append(blocks, s[start:i+n+1])
			start = -1
			i += n + 1
		default:
			i++
		}
	}
	if start >= 0 {
		broken++
	}
	return blocks, firstAt, broken
}

func selfClosing(s []byte) bool {
	end := bytes.IndexAny(s[1:], "<>")
	return end > 0 && s[1+end] == '>' && s[end] == '/'
}

func isTag(s, tag []byte) bool {
	if len(s) <= len(tag) || !bytes.EqualFold(s[:len(tag)], tag) {
		return false
	}
	c := s[len(tag)]
	return c == '>' || c == '/' || c == ' ' || c == '\n' || c == '\r' || c == '\t'
}

// salvageJSON reads the items of a JSON feed one by one up to the first syntax error.
func salvageJSON(s []byte) (*gofeed.Feed, int, bool) {
	d := json.NewDecoder(bytes.NewReader(s))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, 0, false
	}
	head := map[string]json.RawMessage{}
	var items []json.RawMessage
	broken := 0
	for d.More() {
		key, err := d.Token()
		if err != nil {
			break
		}
		if key != "items" {
			var v json.RawMessage
			if d.Decode(&v) != nil {
				break
			}
			head[fmt.Sprint(key)] = v
			continue
		}
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			break
		}
		for d.More() {
			var v json.RawMessage
			if d.Decode(&v) != nil {
				broken++
				break
			}
			if v = tidyItem(v); v != nil {
				items = append(items, v)
			}
		}
		if t, err := d.Token(); err != nil || t != json.Delim(']') {
			break
		}
	}
	if len(items) == 0 {
		return nil, broken, false
	}
	feed := &gofeed.Feed{}
	if b, err := json.Marshal(head); err == nil {
		if f, err := parseWhole(b); err == nil {
			feed = f
		}
	}
	feed.Items = nil
	for _, item := range items {
		one, err := json.Marshal(map[string]any{"version": head["version"], "items": []json.RawMessage{item}})
		if err != nil {
			broken++
			continue
		}
		f, err := parseWhole(one)
		if err != nil || len(f.Items) == 0 {
			broken++
			continue
		}
		feed.Items = append(feed.Items, f.Items[0])
	}
	return feed, broken, len(feed.Items) > 0
}
