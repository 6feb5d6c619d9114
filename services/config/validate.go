package config

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds/youtube"
)

// Validate returns all mistakes in the values as one error.
func (c Config) Validate() error {
	var errs []error
	bad := func(key, format string, a ...any) {
		for i := range a {
			if text, ok := a[i].(string); ok && strings.ContainsAny(text, ":@=") {
				a[i] = maskAddress(text) // it may be an address with a password, in the wrong place
			}
		}
		errs = append(errs, fmt.Errorf("%s: %s", key, fmt.Sprintf(format, a...)))
	}
	address := func(key, addr string) {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			bad(key, "%q is not an address; write host:port, for example 127.0.0.1:8090", addr)
		}
	}
	web := func(key, text string) {
		if u, err := url.Parse(text); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			bad(key, "%q is not a web address; write it with https:// or http://", text)
		}
	}
	if c.Data == "" {
		bad("data", "is empty; name the folder for all data")
	}
	address("desk.listen", c.Desk.Listen)
	if c.Desk.URL != "" {
		web("desk.url", c.Desk.URL)
	}
	switch c.Desk.Local {
	case LocalKey, LocalOpen:
	default:
		bad("desk.local", "%q is neither key nor open", c.Desk.Local)
	}
	if c.Public.On() {
		address("public.listen", c.Public.Listen)
		if c.Public.Listen == c.Desk.Listen && !strings.HasSuffix(c.Public.Listen, ":0") {
			bad("public.listen", "is the address of the desk; the public side needs a port of its own")
		}
	}
	if c.Public.URL != "" {
		web("public.url", c.Public.URL)
		if sameOrigin(c.Public.URL, c.Desk.URL) {
			bad("public.url", "is the address of the desk; give the public side a name of its own")
		}
	}
	if u := c.Database.URL; u != "" && !strings.HasPrefix(u, "postgres://") && !strings.HasPrefix(u, "postgresql://") {
		bad("database.url", "must start with postgres://; leave it empty for SQLite")
	}
	if c.NATS.Listen != "" && c.NATS.Listen != Off {
		address("nats.listen", c.NATS.Listen)
	}
	if c.NATS.Replicas < 1 || c.NATS.Replicas > 5 {
		bad("nats.replicas", "%d is not between 1 and 5", c.NATS.Replicas)
	}
	for _, name := range c.NATS.Consumers {
		if name == "" || strings.ContainsAny(name, " .*>/\\") {
			bad("nats.consumers", "%q is not a consumer name; use letters, digits, - and _", name)
		}
	}
	if c.Fetch.Proxy != "" {
		if u, err := url.Parse(c.Fetch.Proxy); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5") {
			bad("fetch.proxy", "is not the address of a proxy; write http://host:port or socks5://host:port")
		}
	}
	if c.Fetch.Timeout <= 0 {
		bad("fetch.timeout", "must be above zero")
	}
	if c.Fetch.PerHost <= 0 {
		bad("fetch.per_host", "must be above zero")
	}
	if c.Sources.Workers < 1 {
		bad("sources.workers", "must be at least 1")
	}
	if c.Sources.MinInterval <= 0 || c.Sources.MaxInterval < c.Sources.MinInterval {
		bad("sources.min_interval", "must be above zero and at most sources.max_interval")
	}
	if err := youtube.Settings(c.YouTube).Validate(); err != nil {
		errs = append(errs, fmt.Errorf("youtube.%w", err))
	}
	if err := c.Speech.Settings().Validate(); err != nil {
		errs = append(errs, fmt.Errorf("speech.%w", err))
	}
	if c.Index.KeepMonths < 0 {
		bad("index.keep_months", "must not be negative")
	}
	if c.Alerts.Workers < 1 || c.Alerts.Timeout <= 0 {
		bad("alerts", "workers and timeout must be above zero")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Fetchers)) {
		if c.Fetchers[name] == "" {
			bad("fetchers."+name, "must be a file with addresses")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Endpoints)) {
		web("endpoints."+name, c.Endpoints[name])
	}
	if c.Judge.URL != "" {
		web("judge.url", c.Judge.URL)
	}
	if c.Judge.PerDay < 0 {
		bad("judge.per_day", "must not be negative")
	}
	switch c.Log.Level {
	case "debug", "info", "warn", "error":
	default:
		bad("log.level", "%q is not debug, info, warn or error", c.Log.Level)
	}
	switch c.Log.Format {
	case "text", "json":
	default:
		bad("log.format", "%q is neither text nor json", c.Log.Format)
	}
	return errors.Join(errs...)
}

// sameOrigin reports whether two addresses have the same scheme, host and port. Browsers would
// send the desk's cookies to a public side at the same origin.
func sameOrigin(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Host != "" && strings.EqualFold(x.Scheme, y.Scheme) && strings.EqualFold(x.Host, y.Host)
}
