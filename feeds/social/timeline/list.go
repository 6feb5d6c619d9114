package timeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

const (
	maxKnown  = 200      // posts of the newest page that a position remembers
	maxLookUp = 10       // missing posts that are looked up in one read
	maxPage   = 500      // posts that are read from one page
	maxText   = 64 << 10 // bytes of text that are read from one post
	maxCursor = 1000     // bytes of a cursor that a server invents
)

// Page is one page of posts, newest first as far as the network keeps to that.
type Page struct {
	Posts []feeds.Document
	Next  string          // cursor of the page with older posts; empty on the last page
	Gone  []feeds.Removal // posts that the page itself calls deleted
	// Unsure is set where a page may lack its newest or oldest posts although they are there: only those
	// between its others count as missing then.
	Unsure bool
	// IDs are what posts are looked up by, by key, where that is not the key itself.
	IDs map[string]string
}

// List is a list of posts on a network.
type List struct {
	Network string
	Pages   int           // most pages that are read back, at the first read and after an outage
	Overlap time.Duration // how long before the newest known post older ones may still appear
	// Page returns the page at a cursor, which is empty for the newest page.
	Page func(ctx context.Context, cursor string) (Page, error)
	// Deleted reports whether the network has deleted a post that is missing from the newest page. It gets the
	// post's id in Page.IDs, or its key. Nil if that can't be found out.
	Deleted func(ctx context.Context, id string) (bool, error)
}

// position is how far a list was read: everything up to Floor. While older pages are still to be read,
// Cursor is the next of them and Top the newest post so far.
type position struct {
	Floor  time.Time `json:"floor,omitzero"`
	Top    time.Time `json:"top,omitzero"`
	Cursor string    `json:"cursor,omitempty"`
	Read   int       `json:"read,omitempty"` // pages since the newest one
	Known  []known   `json:"known,omitempty"`
}

type known struct {
	Key string `json:"k"`
	ID  string `json:"i,omitempty"` // where it isn't the key
	At  int64  `json:"t"`           // seconds since 1970
}

// Read reads the next page.
func (l List) Read(ctx context.Context, at feeds.Position) (feeds.Batch, error) {
	var p position
	if len(at) > 0 && json.Unmarshal(at, &p) != nil {
		p = position{} // unreadable: begin again
	}
	page, err := l.Page(ctx, p.Cursor)
	if err != nil {
		return feeds.Batch{}, fmt.Errorf("reading posts: %w", err)
	}
	page.Posts = finished(l.Network, page.Posts)
	b := feeds.Batch{Gone: page.Gone}
	if p.Cursor == "" {
		gone, later := l.missing(ctx, p.Known, page)
		b.Gone = append(b.Gone, gone...)
		p.remember(page, later)
	}
	oldest := time.Time{}
	for _, d := range page.Posts {
		b.Documents = append(b.Documents, feeds.Item{Document: d})
		if d.Published.After(p.Top) {
			p.Top = d.Published
		}
		if oldest.IsZero() || d.Published.Before(oldest) {
			oldest = d.Published
		}
	}
	p.Read++
	more := len(page.Posts) > 0 && page.Next != "" && page.Next != p.Cursor && len(page.Next) <= maxCursor
	reached := !p.Floor.IsZero() && !oldest.After(p.Floor.Add(-l.Overlap))
	switch {
	case more && !reached && p.Read < l.Pages:
		p.Cursor, b.More = page.Next, true
	default:
		if more && !p.Floor.IsZero() && oldest.After(p.Floor) {
			b.Warnings = append(b.Warnings, feeds.Warn("posts_skipped",
				"There were more new posts than can be read back: those from {from} to {to} are missing.",
				"from", p.Floor.UTC().Format(minute), "to", oldest.UTC().Format(minute)))
		}
		p = position{Floor: p.Top, Top: p.Top, Known: p.Known}
	}
	b.Position, err = json.Marshal(p)
	if err != nil { // a year after 9999, which finished doesn't let through
		return feeds.Batch{}, fmt.Errorf("packing the position: %w", err)
	}
	return b, nil
}

const minute = "2006-01-02 15:04 UTC"

// missing looks up what was on the newest page at the last read and isn't there now although it should be. It
// returns what was deleted on the network, and what could not be looked up yet.
func (l List) missing(ctx context.Context, before []known, page Page) (gone []feeds.Removal, later []known) {
	if l.Deleted == nil {
		return nil, nil
	}
	there := map[string]bool{}
	var oldest, newest int64
	for _, d := range page.Posts {
		there[d.Key] = true
		at := d.Published.Unix()
		newest = max(newest, at)
		if oldest == 0 || at < oldest {
			oldest = at
		}
	}
	if page.Next == "" && !page.Unsure {
		oldest = 0 // the list is complete
	}
	for _, g := range page.Gone {
		there[g.Key] = true
	}
	asked, failed := 0, false
	for _, k := range before {
		if there[k.Key] || oldest > 0 && k.At <= oldest || page.Unsure && k.At >= newest {
			continue
		}
		if failed || asked >= maxLookUp {
			later = append(later, k)
			continue
		}
		asked++
		deleted, err := l.Deleted(ctx, cmp.Or(k.ID, k.Key))
		switch {
		case err != nil: // it is asked again at the next read
			failed = true
			later = append(later, k)
		case deleted:
			gone = append(gone, feeds.Removal{Network: l.Network, Key: k.Key})
		}
	}
	return gone, later
}

func (p *position) remember(page Page, later []known) {
	p.Known = later
	for _, d := range page.Posts[:min(len(page.Posts), maxKnown)] {
		p.Known = append(p.Known, known{d.Key, page.IDs[d.Key], d.Published.Unix()})
	}
	p.Known = p.Known[:min(len(p.Known), maxKnown)]
}

// finished completes the posts of a page: it sets what all have in common, cuts what is too long, and drops
// posts without a key or a date, and those that are on the page twice.
func finished(network string, posts []feeds.Document) []feeds.Document {
	seen := map[string]bool{}
	out := make([]feeds.Document, 0, min(len(posts), maxPage))
	for _, d := range posts {
		year := d.Published.UTC().Year()
		if d.Key == "" || seen[d.Key] || year < 1990 || year > 9000 || len(out) == maxPage {
			continue
		}
		seen[d.Key] = true
		d.ID, d.Network, d.Kind, d.Origin = feeds.DocumentID(network, d.Key), network, feeds.Post, feeds.Publisher
		d.Published = d.Published.UTC()
		d.Text = Clip(d.Text, maxText)
		d.Limit()
		d.Revision = d.ComputeRevision()
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b feeds.Document) int { return b.Published.Compare(a.Published) })
	return out
}

// Clip cuts a text at n bytes, between runes, and drops invalid UTF-8.
func Clip(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "")
}
