package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"

	"github.com/namedrop/namedrop/feeds"
)

const (
	robotsTTL      = 24 * time.Hour
	robotsMaxBytes = 512 << 10 // the least that RFC 9309 demands
	robotsMaxHosts = 10_000    // hosts
	robotsMaxKept  = 32 << 20  // bytes of all files that are kept
	robotsAgent    = "Namedrop"

	robotsPath = "/robots.txt"
)

// MaxCrawlDelay is the longest Crawl-delay that is kept to. What asks for more gets this.
const MaxCrawlDelay = 10 * time.Minute

// robots keeps each host's robots.txt for a day.
type robots struct {
	mu     sync.Mutex
	byHost map[string]robotsEntry
	size   int // of the bodies
}

type robotsEntry struct {
	rules  *robotstxt.RobotsData
	status int
	body   []byte
	until  time.Time
	delay  *rate.Limiter // nil where the file asks for none
}

// allowed checks the host's robots.txt, and waits as long as its Crawl-delay asks. A missing file
// allows everything. If the host fails to send its file, that failure is returned, since the file might
// disallow the page.
func (d *Door) allowed(ctx context.Context, u *url.URL) error {
	entry, err := d.rules(ctx, u)
	if err != nil {
		return err
	}
	if !entry.rules.TestAgent(u.RequestURI(), robotsAgent) {
		return Disallowed(u)
	}
	if entry.delay == nil {
		return nil
	}
	now := d.opts.Clock.Now()
	r := entry.delay.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > d.opts.MaxWait {
		r.CancelAt(now)
		return paced(hostKey(u), wait)
	}
	if err := d.opts.Clock.Sleep(ctx, wait); err != nil {
		r.CancelAt(now)
		return unlessCancelled(err, hostKey(u))
	}
	return nil
}

// Disallowed returns the fault of an address that its host's robots.txt asks not to read.
func Disallowed(u *url.URL) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultBlocked, Code: "robots_disallow", Host: hostKey(u), Reason: fmt.Sprintf("The robots.txt of %s asks programs not to read this page", hostKey(u)),
		Help: "Ask the publisher, or use their feed instead."}
}

func (d *Door) rules(ctx context.Context, u *url.URL) (robotsEntry, error) {
	key := u.Scheme + "://" + hostKey(u)
	now := d.opts.Clock.Now()
	d.robots.mu.Lock()
	entry, ok := d.robots.byHost[key]
	d.robots.mu.Unlock()
	if ok && now.Before(entry.until) {
		return entry, nil
	}

	at := url.URL{Scheme: u.Scheme, Host: u.Host, User: u.User, Path: robotsPath}
	resp, err := d.Get(ctx, Request{URL: at.String(), MaxBytes: robotsMaxBytes, KeepHead: true})
	var e *feeds.Fault
	status, body := http.StatusNotFound, []byte(nil)
	switch {
	case err == nil:
		status, body = resp.Status, resp.Body
	case AnswerOf(err).Status >= 400 && AnswerOf(err).Status < 500 && feeds.FaultOf(err) != feeds.FaultThrottled:
		// "Unavailable" in RFC 9309: everything is allowed.
	case errors.As(err, &e) && (e.Kind == feeds.FaultUnparsable || e.Kind == feeds.FaultTooLarge):
	default:
		return robotsEntry{}, fmt.Errorf("reading robots.txt: %w", err)
	}
	rules, err := robotstxt.FromStatusAndBytes(status, body)
	if err != nil {
		status, body = http.StatusNotFound, nil
		rules, _ = robotstxt.FromStatusAndBytes(status, body)
	}
	entry = robotsEntry{rules: rules, status: status, body: body, until: now.Add(robotsTTL)}
	if group := rules.FindGroup(robotsAgent); group != nil && group.CrawlDelay > 0 {
		entry.delay = rate.NewLimiter(rate.Every(min(group.CrawlDelay, MaxCrawlDelay)), 1)
	}
	d.robots.keep(key, entry)
	return entry, nil
}

func (r *robots) keep(key string, entry robotsEntry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byHost == nil || len(r.byHost) >= robotsMaxHosts || r.size+len(entry.body) > robotsMaxKept {
		r.byHost, r.size = map[string]robotsEntry{}, 0
	}
	r.size += len(entry.body) - len(r.byHost[key].body)
	r.byHost[key] = entry
}

// robotsFile answers a request for robots.txt with the file that the door keeps: a library that obeys it reads it
// by itself, and again for each of its clients.
func (d *Door) robotsFile(req *http.Request) (*http.Response, error) {
	entry, err := d.rules(req.Context(), req.URL)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: strconv.Itoa(entry.status) + " " + http.StatusText(entry.status), StatusCode: entry.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"text/plain"}},
		Body: io.NopCloser(bytes.NewReader(entry.body)), ContentLength: int64(len(entry.body)), Request: req,
	}, nil
}
