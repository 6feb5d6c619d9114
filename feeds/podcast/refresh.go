package podcast

import (
	"bytes"
	"context"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

const (
	// maxRefreshes is how many pages in a row may send on to another address.
	maxRefreshes = 3
	// refreshHead is how much of a page is searched for the element that says so.
	refreshHead = 64 << 10
	// longestDelay is after how many seconds a page still sends on at once: later it is read first.
	longestDelay = 30
)

// onward follows pages that send browsers on to another address in HTML rather than by a redirect. The
// address of the source stays as it is: the page may send on elsewhere tomorrow. A page that ends at none
// but itself or at an error is returned as it is.
func (r *Reader) onward(ctx context.Context, resp *fetch.Response) *fetch.Response {
	first, seen := resp, map[string]bool{}
	for range maxRefreshes {
		seen[resp.FinalURL] = true
		to := Refresh(resp)
		if to == "" || seen[to] {
			break
		}
		next, err := r.door.Get(ctx, fetch.Request{URL: fetch.WithCredentials(to, first.PermanentURL), Accept: Accept, MaxBytes: MaxFeed, KeepHead: true})
		if err != nil {
			return first
		}
		resp = next
	}
	if resp == first || isPage(resp.Body) {
		return first
	}
	// The validators are of another address than the one that is asked.
	resp.ETag, resp.LastModified, resp.PermanentURL = "", "", first.PermanentURL
	return resp
}

// Refresh returns the address that a web page sends browsers on to, or "": <meta http-equiv="refresh">, or
// the header of that name.
func Refresh(resp *fetch.Response) string {
	from, err := url.Parse(resp.FinalURL)
	head := resp.Body[:min(len(resp.Body), refreshHead)]
	if start := bytes.TrimSpace(head); err != nil || len(start) > 0 && (start[0] != '<' || feedRoot.Match(head)) {
		return "" // a feed
	}
	if to := absolute(from, refreshAddress(resp.Header.Get("Refresh"))); to != "" {
		return to
	}
	if !bytes.Contains(bytes.ToLower(head), []byte("refresh")) {
		return ""
	}
	text, _ := plain.Decode(head, resp.ContentType)
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			attributes := map[string]string{}
			for _, a := range t.Attr {
				attributes[a.Key] = a.Val
			}
			switch {
			case t.DataAtom == atom.Body:
				return ""
			case t.DataAtom == atom.Base:
				if base, err := from.Parse(strings.TrimSpace(attributes["href"])); err == nil {
					from = base
				}
			case t.DataAtom == atom.Meta && strings.EqualFold(strings.TrimSpace(attributes["http-equiv"]), "refresh"):
				return absolute(from, refreshAddress(attributes["content"]))
			}
		}
	}
}

// refreshAddress reads "0; url=/feed.xml", with quotes or without "url=". It is empty where the page shows
// for longer than a moment.
func refreshAddress(content string) string {
	at := strings.IndexAny(content, ";,")
	if at < 0 {
		return ""
	}
	delay, err := strconv.ParseFloat(strings.TrimSpace(content[:at]), 64)
	if err != nil || delay > longestDelay {
		return ""
	}
	to := strings.TrimSpace(content[at+1:])
	if len(to) > 3 && strings.EqualFold(to[:3], "url") {
		if value, is := strings.CutPrefix(strings.TrimSpace(to[3:]), "="); is {
			to = strings.TrimSpace(value)
		}
	}
	return strings.Trim(to, `'"`)
}
