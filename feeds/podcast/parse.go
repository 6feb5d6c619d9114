package podcast

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/mmcdole/gofeed"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

// maxItems is how many items of one feed are read, newest first.
const maxItems = 20_000

// Parse converts the body of a feed to documents. The same body gives the same batch. An item
// without a date has a zero Published and Undated set. Errors are a [*feeds.Fault] of kind
// Unparsable.
func Parse(body []byte, contentType string, src feeds.Source) (feeds.Batch, error) {
	f, warnings, err := parseFeed(body, contentType, host(src.URL))
	if err != nil {
		return feeds.Batch{}, err
	}
	return convert(f, src, warnings), nil
}

// parsed is a feed with the base address that it declares for its relative addresses, if any.
type parsed struct {
	*gofeed.Feed
	base    string
	next    string // address of the next page, as the feed writes it
	address string // where the body came from
}

func parseFeed(body []byte, contentType, host string) (parsed, []feeds.Warning, error) {
	f, warnings, text, err := parseBody(body, contentType, host)
	p := parsed{Feed: f}
	if m := ownBase.FindSubmatch(text[:min(len(text), 8<<10)]); m != nil {
		p.base = string(m[1])
	}
	if err == nil {
		p.next = nextPage(text)
		if m := ownLanguage.FindSubmatch(text[:min(len(text), 8<<10)]); m != nil && f.Language == "" {
			f.Language = string(m[1])
		}
	}
	return p, warnings, err
}

func parseBody(body []byte, contentType, host string) (f *gofeed.Feed, warnings []feeds.Warning, text []byte, err error) {
	r := repair(body, contentType)
	if e := notAFeed(r, host); e != nil {
		e.Err = sent(body, nil)
		return nil, nil, nil, e
	}
	if text, cut := limited(r.text); cut {
		r.text = text
		r.warnings = append(r.warnings, feeds.Warn("feed_too_many_elements", "The feed has too many elements; its beginning was read."))
	}
	f, err = parseWhole(r.text)
	if err == nil && !swallowed(f, r) {
		return f, r.warnings, r.text, nil
	}
	whole := f
	f, left, ok := salvage(r)
	if err == nil && (!ok || len(f.Items) < len(whole.Items) || len(f.Items) == len(whole.Items) && recordings(f) <= recordings(whole)) {
		return whole, r.warnings, r.text, nil
	}
	if !ok && feeds.HasWarning(r.warnings, plain.Oversize) {
		return nil, nil, nil, tooLarge(host, err)
	}
	if !ok {
		return nil, nil, nil, &feeds.Fault{
			Kind: feeds.FaultUnparsable, Host: host, Err: sent(body, err),
			Code: "feed_corrupt", Reason: fmt.Sprintf("The feed of %s is damaged and no item in it could be read", host),
			Help: "Tell the publisher. A feed validator shows where the fault is.",
		}
	}
	warnings = append(r.warnings, feeds.Warn("feed_damaged", "The feed is damaged; the complete items in it were read."))
	if left > 0 {
		warnings = append(warnings, feeds.Warn("items_unreadable", "Items that could not be read: {n}.", "n", strconv.Itoa(left)))
	}
	return f, warnings, r.text, nil
}

// damaged is the code of the warning for a feed that had to be salvaged. The number of lost items
// follows it.
const damaged = "feed_damaged"

// swallowed reports whether the parser returned fewer items or recordings than the text contains.
// That happens without an error when an element that was never closed swallows what follows, or
// when one was closed too early.
func swallowed(f *gofeed.Feed, r repaired) bool {
	if r.shape != xmlFeed {
		return false
	}
	return len(f.Items) < max(bytes.Count(r.text, []byte("</item>")), bytes.Count(r.text, []byte("</entry>"))) ||
		recordings(f) < enclosures(r.text)
}

// enclosures returns how many recordings the items must have at least. It returns 0 where some
// belong to live items, which the parser doesn't return.
func enclosures(text []byte) int {
	if bytes.Contains(text, []byte(":liveItem")) {
		return 0
	}
	return bytes.Count(text, []byte("<enclosure "))
}

func recordings(f *gofeed.Feed) int {
	n := 0
	for _, it := range f.Items {
		n += len(it.Enclosures)
	}
	return n
}

// notAFeed returns a fault that names what the body is if it is not a feed.
func notAFeed(r repaired, host string) *feeds.Fault {
	e := &feeds.Fault{Kind: feeds.FaultUnparsable, Host: host}
	switch r.shape {
	case xmlFeed, jsonFeed:
		return nil
	case nothing:
		e.Explain("feed_empty", host+" sent an empty answer where a feed was expected", "If this continues, check the address in a browser.")
	case webPage:
		e.Explain("feed_is_page", host+" sent a web page where a feed was expected",
			"It may ask for a login. To find the feed of a page, remove this source and paste the page's address where you add sources, or use namedrop source find.")
	case otherXML:
		root := plain.Line(r.root[:min(len(r.root), 40)])
		e.Params = map[string]string{"root": root}
		e.Explain("feed_is_other_xml", fmt.Sprintf("%s sent XML that is not a feed (its root is <%s>)", host, root), "Check the address.")
	case otherJSON:
		e.Explain("feed_is_other_json", host+" sent JSON that is not a feed", "Check the address: it may be an API, or an error message.")
	default:
		e.Explain("feed_is_something_else", host+" sent something that is not a feed", "Check the address.")
	}
	return e
}

// sent returns an error with the beginning of the body, for the log.
func sent(body []byte, err error) error {
	return &fetch.Answer{Head: slices.Clone(body[:min(len(body), 4<<10)]), Err: err}
}

func host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "the host"
	}
	return strings.ToLower(u.Host)
}

// convert converts a feed, with the items of its further pages.
func convert(f parsed, src feeds.Source, warnings []feeds.Warning, pages ...parsed) feeds.Batch {
	described := describe(f.Feed, src)
	b := feeds.Batch{Source: &described, Warnings: warnings}
	hosts := people(f.Extensions)
	var docs []item
	empty, listed := 0, 0
	seen := map[string]int{} // the page on which an item was first
	for n, page := range append([]parsed{f}, pages...) {
		c := converter{feed: page.Feed, src: described, hosts: hosts}
		_, c.synthetic = madeByAI(f.Extensions, "show")
		c.base, _ = url.Parse(cmp.Or(page.address, src.URL))
		if own := absolute(c.base, page.base); own != "" {
			c.base, _ = url.Parse(own)
		}
		for _, it := range page.Items {
			if it == nil {
				continue
			}
			made := c.within(it).item(it)
			if len(pages) > 0 {
				name := itemName(made.guid, made.link, made.enclosure, made.doc.Title)
				if on, known := seen[name]; known && on != n {
					continue // pages overlap
				}
				seen[name] = n
			}
			if made.empty() {
				empty++
				continue
			}
			docs = append(docs, made)
			listed++
			if len(docs) >= 2*maxItems {
				// Nothing older than these will be read, and a feed may list hundreds of thousands.
				newestFirst(docs)
				clear(docs[maxItems:])
				docs = docs[:maxItems]
			}
		}
	}
	if listed > maxItems {
		b.Warnings = append(b.Warnings, feeds.Warn("feed_too_many_items", "The feed lists {listed} items; the newest {n} were read.", "listed", strconv.Itoa(listed), "n", strconv.Itoa(maxItems)))
		newestFirst(docs)
		docs = docs[:min(len(docs), maxItems)]
	}
	if empty > 0 {
		b.Warnings = append(b.Warnings, feeds.Warn("items_empty", "Items without content, which were left out: {n}.", "n", strconv.Itoa(empty)))
	}
	docs, more := identify(docs, src)
	b.Warnings = append(b.Warnings, more...)
	undated := 0
	audio := false
	for i := range docs {
		d := &docs[i].doc
		if d.Undated {
			undated++
		}
		audio = audio || d.Kind == feeds.Podcast
		d.Revision = d.ComputeRevision()
		b.Documents = append(b.Documents, feeds.Item{Document: *d, Offers: docs[i].offers})
	}
	if undated > 0 {
		b.Warnings = append(b.Warnings, feeds.Warn("items_undated", "Items without a date: {n}. The time of the first read is used.", "n", strconv.Itoa(undated)))
	}
	if len(b.Documents) == 0 {
		b.Warnings = append(b.Warnings, feeds.Warn("feed_lists_nothing", "The feed lists no items."))
	}
	if b.Source.Type == "" {
		b.Source.Type = feeds.FeedSource
		if audio {
			b.Source.Type = feeds.PodcastSource
		}
	}
	// Newest first. Items without a date come last, in the order of the feed.
	slices.SortStableFunc(b.Documents, func(x, y feeds.Item) int { return y.Published.Compare(x.Published) })
	return b
}

func newestFirst(docs []item) {
	slices.SortStableFunc(docs, func(x, y item) int { return y.doc.Published.Compare(x.doc.Published) })
}

// describe returns the source with the title, author, site and image that the feed gives.
func describe(f *gofeed.Feed, src feeds.Source) feeds.Source {
	keep := func(field *string, value string) {
		if v := short(plain.Line(plain.FromHTML(value)), maxName); v != "" {
			*field = v
		}
	}
	title := src.Title
	keep(&title, f.Title)
	src.SetTitle(title)
	keep(&src.Language, language(f.Language))
	if len(f.Authors) > 0 && f.Authors[0] != nil {
		keep(&src.Author, f.Authors[0].Name)
	}
	if f.ITunesExt != nil {
		keep(&src.Author, f.ITunesExt.Author)
	}
	if link := absolute(nil, f.Link); link != "" {
		src.Site = link
	}
	image := ""
	if f.Image != nil {
		image = f.Image.URL
	}
	if f.ITunesExt != nil && f.ITunesExt.Image != "" {
		image = f.ITunesExt.Image
	}
	if image = absolute(nil, image); image != "" {
		src.Image = image
	}
	return src
}
