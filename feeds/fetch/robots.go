package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"

	"github.com/namedrop/namedrop/feeds"
)

const (
	robotsTTL      = 24 * time.Hour
	robotsMaxBytes = 512 << 10 // the least that RFC 9309 demands
	robotsMaxHosts = 10_000    // hosts
	robotsAgent    = "Namedrop"
)

// robots keeps each host's robots.txt for a day.
type robots struct {
	mu     sync.Mutex
	byHost map[string]robotsEntry
}

type robotsEntry struct {
	rules *robotstxt.RobotsData
	until time.Time
}

// allowed checks the host's robots.txt. A missing file allows everything. If the host fails to
// send its file, that failure is returned, since the file might disallow the page.
func (d *Door) allowed(ctx context.Context, u *url.URL) error {
	rules, err := d.rules(ctx, u)
	if err != nil {
		return err
	}
	if rules.TestAgent(u.RequestURI(), robotsAgent) {
		return nil
	}
	return &feeds.Fault{Kind: feeds.FaultBlocked, Code: "robots_disallow", Host: hostKey(u), Reason: fmt.Sprintf("The robots.txt of %s asks programs not to read this page", hostKey(u)),
		Help: "Ask the publisher, or use their feed instead."}
}

func (d *Door) rules(ctx context.Context, u *url.URL) (*robotstxt.RobotsData, error) {
	key := u.Scheme + "://" + hostKey(u)
	now := d.opts.Clock.Now()
	d.robots.mu.Lock()
	entry, ok := d.robots.byHost[key]
	d.robots.mu.Unlock()
	if ok && now.Before(entry.until) {
		return entry.rules, nil
	}

	at := url.URL{Scheme: u.Scheme, Host: u.Host, User: u.User, Path: "/robots.txt"}
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
		return nil, fmt.Errorf("reading robots.txt: %w", err)
	}
	rules, err := robotstxt.FromStatusAndBytes(status, body)
	if err != nil {
		rules, _ = robotstxt.FromStatusAndBytes(http.StatusNotFound, nil)
	}
	d.robots.mu.Lock()
	defer d.robots.mu.Unlock()
	if d.robots.byHost == nil || len(d.robots.byHost) >= robotsMaxHosts {
		d.robots.byHost = map[string]robotsEntry{}
	}
	d.robots.byHost[key] = robotsEntry{rules, now.Add(robotsTTL)}
	return rules, nil
}
