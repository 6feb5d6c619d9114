package telegram

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

const (
	maxPages = 20      // of about 20 posts
	maxBytes = 2 << 20 // of a page; HTML takes longer to read than JSON
)

// Reader reads channels. It keeps no state between reads.
type Reader struct {
	door *fetch.Door
	base string
}

// New returns a reader of the Telegram at that address.
func New(door *fetch.Door, base string) *Reader { return &Reader{door, strings.TrimRight(base, "/")} }

// Read implements [feeds.Reader].
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	c := channel(src.URL)
	if c == "" {
		return feeds.Batch{}, timeline.Unreadable(src.URL, name, nil, nil)
	}
	list := timeline.List{
		Network: Network, Pages: maxPages, Deleted: r.deleted,
		Page: func(ctx context.Context, cursor string) (timeline.Page, error) { return r.page(ctx, c, cursor) },
	}
	return list.Read(ctx, at) //nolint:wrapcheck // says what it was reading
}

func (r *Reader) get(ctx context.Context, path string) ([]byte, error) {
	resp, err := r.door.Get(ctx, fetch.Request{URL: r.base + path, Accept: "text/html", MaxBytes: maxBytes})
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says what it was reading
	}
	return resp.Body, nil
}

// page reads the newest messages of a channel, or those before the number that is the cursor.
func (r *Reader) page(ctx context.Context, channel, cursor string) (timeline.Page, error) {
	path := "/s/" + channel
	if cursor != "" {
		path += "?before=" + cursor
	}
	body, err := r.get(ctx, path)
	if err != nil {
		return timeline.Page{}, err
	}
	p, history := parsePage(body)
	switch {
	case !history && !bytes.Contains(body, []byte("tgme_")):
		return timeline.Page{}, timeline.Unreadable(r.base, name, body, nil)
	case !history && cursor == "": // Telegram sends on to the page that invites people to its app
		return timeline.Page{}, &feeds.Fault{
			Kind: feeds.FaultAbsent, Host: timeline.Host(r.base), Code: "telegram_no_preview", Reason: timeline.Host(r.base) + " shows no posts of this channel",
			Help: "It may be private, a group, or without a preview on the web. Open its address in a browser.",
		}
	}
	oldest := 0
	for _, d := range p.Posts {
		_, number, _ := strings.Cut(d.Key, "/")
		if n, err := strconv.Atoi(number); err == nil && (oldest == 0 || n < oldest) {
			oldest = n
		}
	}
	if oldest > 1 {
		p.Next = strconv.Itoa(oldest)
	}
	return p, nil
}

// deleted looks up one message, by its channel and number.
func (r *Reader) deleted(ctx context.Context, key string) (bool, error) {
	body, err := r.get(ctx, "/"+key+"?embed=1&mode=tme")
	if err != nil {
		return timeline.IsDeleted(err) //nolint:wrapcheck // the list asks again
	}
	return bytes.Contains(body, []byte("tgme_widget_message_error")), nil
}
