package public

import (
	_ "embed"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/feeds/visits/tag"
)

//go:embed tag.js
var script []byte

// serveTag serves the script of the tag. It is the same for all sites.
func serveTag(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = w.Write(script)
}

// longestAgent is how long a user agent of a person's browser is at most.
const longestAgent = 1000

// buffers are for the bodies of reports.
var buffers = sync.Pool{New: func() any { return new([tag.MaxHit]byte) }}

// serveCollect takes a page view that the tag reports. The answer is always 204, so nobody learns
// which feeds exist or why something was refused. A refused report is counted and forgotten.
func (c *Collector) serveCollect(w http.ResponseWriter, r *http.Request) {
	c.outcomes[c.collect(r)].Inc()
	w.WriteHeader(http.StatusNoContent)
}

// collect counts a report and returns its outcome. What costs least is checked first.
func (c *Collector) collect(r *http.Request) string {
	if !readable(r) {
		return "size"
	}
	h := r.Header
	if h.Get("DNT") == "1" || h.Get("Sec-GPC") == "1" {
		return "untracked"
	}
	if strings.Contains(h.Get("Sec-Purpose"), "prefetch") {
		return "prefetch"
	}
	now := c.opts.Now()
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(h.Values("X-Forwarded-For"), ","))
	if !ok || !c.flood.allow(address, now) {
		return "flood"
	}
	userAgent := h.Get("User-Agent")
	if len(userAgent) > longestAgent || agent.Of(userAgent).Kind != agent.Person {
		return "program"
	}
	buffer := buffers.Get().(*[tag.MaxHit]byte)
	defer buffers.Put(buffer)
	body := buffer[:r.ContentLength]
	if _, err := io.ReadFull(r.Body, body); err != nil {
		return "unreadable"
	}
	hit, ok := tag.Parse(body)
	clear(body)
	if !ok {
		return "unreadable"
	}
	domains, ok := (*c.sites.Load())[hit.Feed]
	if !ok {
		return "unknown_feed"
	}
	origin, err := url.Parse(h.Get("Origin"))
	if err != nil || origin.Scheme != "https" && origin.Scheme != "http" || !channel.Owned(channel.Host(origin.Host), domains) {
		return "other_site"
	}
	result, err := c.counter.Add(hit, domains, address, userAgent, now)
	if err != nil {
		c.opts.Logger.Error("visit not counted", "error", err)
		return "error"
	}
	return string(result)
}

// outcomes are all that collect returns.
var outcomes = []string{"size", "untracked", "prefetch", "flood", "program", "unreadable", "unknown_feed", "other_site", "error", string(tag.Counted), string(tag.Team), string(tag.Full)}

// readable reports whether a request has a body of a length that /collect reads.
func readable(r *http.Request) bool { return r.ContentLength > 0 && r.ContentLength <= tag.MaxHit }
