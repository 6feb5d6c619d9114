package podcast

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const (
	// maxPages is how many further pages of a feed are read, at its first read only.
	maxPages = 200
	// maxTries is how often a first read is repeated because of a page that can't be read.
	maxTries = 3
	// maxWhole is the size up to which the end of an oversized feed is looked for.
	maxWhole = 256 << 20
)

// pages reads the feed's further pages, each of which names the next one.
func (r *Reader) pages(ctx context.Context, src feeds.Source, first parsed) (pages []parsed, missing error) {
	seen := map[string]bool{src.URL: true, first.address: true}
	items := len(first.Items)
	for next := first.nextOf(); next != "" && !seen[next]; {
		if len(pages) == maxPages || items > maxItems {
			return pages, fmt.Errorf("it has more than %d pages or %d items", maxPages, maxItems)
		}
		seen[next] = true
		resp, err := r.door.Get(ctx, fetch.Request{URL: fetch.WithCredentials(next, src.URL), Accept: Accept, MaxBytes: MaxFeed, KeepHead: true})
		if err != nil {
			return pages, fmt.Errorf("reading page %d: %w", len(pages)+2, err)
		}
		page, _, err := parseFeed(resp.Body, resp.ContentType, host(next))
		if err != nil {
			return pages, fmt.Errorf("reading page %d: %w", len(pages)+2, err)
		}
		if len(page.Items) == 0 {
			return pages, nil // some feeds have a next page forever
		}
		page.address = resp.FinalURL
		seen[resp.FinalURL] = true
		pages = append(pages, page)
		items += len(page.Items)
		next = page.nextOf()
	}
	return pages, nil
}

// nextOf returns the address of the page after this one.
func (p *parsed) nextOf() string { return absolute(base(p.address), p.next) }

var (
	linkTag   = regexp.MustCompile(`(?i)<(?:[\w-]+:)?link\b[^<>]*>`)
	relOf     = regexp.MustCompile(`(?i)\brel\s*=\s*["']([^"'<>]*)["']`)
	hrefOf    = regexp.MustCompile(`(?i)\bhref\s*=\s*["']([^"'<>]*)["']`)
	itemStart = regexp.MustCompile(`(?i)<(?:[\w-]+:)?(?:item|entry)[\s>]`)
	itemEnd   = regexp.MustCompile(`(?i)</(?:[\w-]+:)?(?:item|entry)\s*>`)
)

// nextPage returns the address of the next page that a feed names: by rel=next or prev-archive of RFC
// 5005, or a JSON Feed's next_url. Links within items are not looked at.
func nextPage(text []byte) string {
	if trimmed := bytes.TrimSpace(text[:min(len(text), 64)]); bytes.HasPrefix(trimmed, []byte("{")) {
		var head struct {
			Next string `json:"next_url"`
		}
		_ = json.Unmarshal(text, &head) // without a next page there is none
		return head.Next
	}
	head, tail := text, []byte(nil)
	if m := itemStart.FindIndex(text); m != nil {
		head = text[:m[0]]
		if ends := itemEnd.FindAllIndex(text[max(m[0], len(text)-64<<10):], -1); len(ends) > 0 {
			tail = text[max(m[0], len(text)-64<<10)+ends[len(ends)-1][1]:]
		}
	}
	next := ""
	for _, part := range [][]byte{head, tail} {
		for _, tag := range linkTag.FindAll(part, -1) {
			rel, href := relOf.FindSubmatch(tag), hrefOf.FindSubmatch(tag)
			if rel == nil || href == nil {
				continue
			}
			for word := range strings.FieldsSeq(strings.ToLower(string(rel[1]))) {
				switch word[strings.LastIndexAny(word, "/#")+1:] { // also as http://www.iana.org/…/next
				case "next":
					return html.UnescapeString(string(href[1]))
				case "prev-archive":
					next = html.UnescapeString(string(href[1]))
				}
			}
		}
	}
	return next
}

// end reads the end of a feed that is too large and lists its newest items last.
func (r *Reader) end(ctx context.Context, src feeds.Source, head parsed, resp *fetch.Response) (pages []parsed, warning *feeds.Warning) {
	size := strconv.Itoa(MaxFeed >> 20)
	beginning := feeds.Warn("feed_beginning_read", "The feed is larger than {limit_mb} MB; its beginning was read.", "limit_mb", size)
	start := itemStart.FindIndex(resp.Body)
	if start == nil || !head.ascending() {
		return nil, &beginning
	}
	last := tail{most: MaxFeed}
	unread := feeds.Warn("feed_end_unread", "The feed is larger than {limit_mb} MB and lists its newest items last, which could not be read: ask the publisher for a shorter feed.", "limit_mb", size)
	if _, err := r.door.Download(ctx, fetch.Request{URL: src.URL, Accept: Accept, MaxBytes: maxWhole}, &last); err != nil {
		return nil, &unread
	}
	first := itemStart.FindIndex(last.bytes())
	if first == nil {
		return nil, &unread
	}
	body := append(bytes.Clone(resp.Body[:start[0]]), last.bytes()[first[0]:]...)
	page, _, err := parseFeed(body, resp.ContentType, host(src.URL))
	if err != nil {
		return nil, &unread
	}
	page.address = resp.FinalURL
	if last.n <= 2*MaxFeed {
		return []parsed{page}, nil // beginning and end overlap or meet
	}
	ends := feeds.Warn("feed_ends_read", "The feed is larger than {limit_mb} MB; its beginning and its end were read.", "limit_mb", size)
	return []parsed{page}, &ends
}

// ascending reports whether the feed lists its oldest items first.
func (p *parsed) ascending() bool {
	up, down := 0, 0
	step := max(len(p.Items)/50, 1)
	for i := step; i < len(p.Items); i += step {
		if p.Items[i] == nil || p.Items[i-step] == nil {
			continue
		}
		a, b := published(p.Items[i-step], p.Language), published(p.Items[i], p.Language)
		switch {
		case a.IsZero() || b.IsZero():
		case b.After(a):
			up++
		case b.Before(a):
			down++
		}
	}
	return up > down
}

// tail is a writer that keeps the last bytes of what is written.
type tail struct {
	most int
	n    int64
	buf  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.n += int64(len(p))
	t.buf = append(t.buf, p...)
	if len(t.buf) > t.most+t.most/4 { // not at each write: that would move all bytes each time
		t.buf = append(t.buf[:0], t.buf[len(t.buf)-t.most:]...)
	}
	return len(p), nil
}

func (t *tail) bytes() []byte { return t.buf[max(0, len(t.buf)-t.most):] }

// itemName identifies an item of one page on another.
func itemName(parts ...string) string { return strings.Join(parts, "\x00") }
