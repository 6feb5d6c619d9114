package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxFile is the largest configuration file that is read.
const maxFile = 1 << 20

// Load reads the file at path over the defaults. An empty path gives the defaults.
func Load(path string) (Config, error) {
	if path == "" {
		c := Default()
		return c, c.Validate()
	}
	f, err := os.Open(path)
	if err != nil {
		return Config{}, fmt.Errorf("reading configuration: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return Config{}, fmt.Errorf("reading configuration: %w", err)
	}
	c, err := Parse(text, filepath.Dir(path))
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// Parse reads a configuration; dir is the folder that relative paths belong to.
func Parse(text []byte, dir string) (Config, error) {
	if len(text) > maxFile {
		return Config{}, errors.New("the file is over 1 MiB: this is no configuration")
	}
	c := Default()
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return Config{}, plain(err, text)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return Config{}, errors.New("more than one document: put everything into one")
	}
	c.Data = under(dir, c.Data)
	for _, base := range []*string{&c.Desk.URL, &c.Endpoints.ITunes, &c.Judge.URL} {
		*base = strings.TrimRight(*base, "/") // what is put behind them begins with one
	}
	if err := c.readSecrets(dir); err != nil {
		return Config{}, err
	}
	return c, c.Validate()
}

// kinds are the words for what a key takes, by the Go type it is read into.
var kinds = map[string]string{
	"time.Duration": "a length of time, as 30s or 5m", "int": "a whole number", "float64": "a number", "bool": "true or false",
	"string": "a text", "[]string": "a list, as [a, b]", "[]netip.Prefix": "a list of networks, as [10.0.0.0/8]",
}

var (
	wrongType   = regexp.MustCompile("^(line \\d+): cannot unmarshal \\S+ (?:`(.*)` )?into (.+)$")
	wrongPrefix = regexp.MustCompile(`^netip\.ParsePrefix(?:Addr)?\("(.*)"\)`)
)

// plain turns the words of the YAML library and its Go types into sentences, each with its
// line.
func plain(err error, text []byte) error {
	if m := wrongPrefix.FindStringSubmatch(err.Error()); m != nil {
		at := bytes.Count(text[:max(bytes.Index(text, []byte(m[1])), 0)], []byte("\n")) + 1
		return fmt.Errorf("line %d: %q is no network; write it as 10.0.0.0/8, or 10.1.2.3/32 for one address", at, maskAddress(m[1]))
	}
	var te *yaml.TypeError
	if !errors.As(err, &te) {
		return errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	lines := make([]string, len(te.Errors))
	for i, e := range te.Errors {
		if at, rest, ok := strings.Cut(e, ": field "); ok {
			key, group, _ := strings.Cut(rest, " not found in type ")
			e = fmt.Sprintf("%s: unknown key %q; %s", at, key, whereItBelongs(key, group))
		} else if m := wrongType.FindStringSubmatch(e); m != nil {
			kind := kinds[m[3]]
			if kind == "" {
				kind = "a group of keys of its own"
			}
			e = fmt.Sprintf("%s: %s is wanted here", m[1], kind)
			// The library cuts long values off: what is secret in an address may not look
			// like it any more.
			if m[2] != "" && !strings.ContainsAny(m[2], ":@=") {
				e += fmt.Sprintf(", not %q", m[2])
			}
		}
		lines[i] = e
	}
	return errors.New(strings.Join(lines, "; "))
}

func under(dir, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

func (c *Config) readSecrets(dir string) error {
	var dburl = Secret(c.Database.URL)
	for _, s := range []struct {
		key, file string
		into      *Secret
	}{
		{"nats.password", c.NATS.PasswordFile, &c.NATS.Password},
		{"judge.key", c.Judge.KeyFile, &c.Judge.Key},
		{"database.url", c.Database.URLFile, &dburl},
	} {
		if s.file == "" {
			continue
		}
		if *s.into != "" {
			return fmt.Errorf("%s and %s_file are both set: keep one", s.key, s.key)
		}
		b, err := os.ReadFile(under(dir, s.file))
		if err != nil {
			return fmt.Errorf("reading %s_file: %w", s.key, err)
		}
		*s.into = Secret(strings.TrimSpace(string(b)))
	}
	c.Database.URL = dburl.Reveal()
	return nil
}

// Validate says what is wrong with the values, all at once.
func (c Config) Validate() error {
	var errs []error
	bad := func(key, format string, a ...any) {
		for i := range a {
			if text, ok := a[i].(string); ok && strings.ContainsAny(text, ":@=") {
				a[i] = maskAddress(text) // it may be an address in the wrong place
			}
		}
		errs = append(errs, fmt.Errorf("%s: %s", key, fmt.Sprintf(format, a...)))
	}
	address := func(key, addr string) {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			bad(key, "%q is no address; write host:port, as 127.0.0.1:8090", addr)
		}
	}
	web := func(key, text string) {
		if u, err := url.Parse(text); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			bad(key, "%q is no web address; write it with https:// or http://", text)
		}
	}
	if c.Data == "" {
		bad("data", "is empty; name the folder to keep everything in")
	}
	address("desk.listen", c.Desk.Listen)
	if c.Desk.URL != "" {
		web("desk.url", c.Desk.URL)
	}
	if u := c.Database.URL; u != "" && !strings.HasPrefix(u, "postgres://") && !strings.HasPrefix(u, "postgresql://") {
		bad("database.url", "must start with postgres://; leave it empty for SQLite")
	}
	if c.NATS.Listen != "" && c.NATS.Listen != "off" {
		address("nats.listen", c.NATS.Listen)
	}
	if c.NATS.Replicas < 1 || c.NATS.Replicas > 5 {
		bad("nats.replicas", "%d is not between 1 and 5", c.NATS.Replicas)
	}
	for _, name := range c.NATS.Consumers {
		if name == "" || strings.ContainsAny(name, " .*>/\\") {
			bad("nats.consumers", "%q is no consumer name; use letters, digits, - and _", name)
		}
	}
	if c.Fetch.Timeout <= 0 {
		bad("fetch.timeout", "must be above zero")
	}
	if c.Fetch.PerHost <= 0 {
		bad("fetch.per_host", "must be above zero")
	}
	if c.Crawl.Workers < 1 {
		bad("crawl.workers", "must be at least 1")
	}
	if c.Crawl.MinInterval <= 0 || c.Crawl.MaxInterval < c.Crawl.MinInterval {
		bad("crawl.min_interval", "must be above zero and not above max_interval")
	}
	if c.Index.KeepMonths < 0 {
		bad("index.keep_months", "must not be negative")
	}
	if c.Alerts.Workers < 1 || c.Alerts.Timeout <= 0 {
		bad("alerts", "workers and timeout must be above zero")
	}
	web("endpoints.itunes", c.Endpoints.ITunes)
	if c.Judge.URL != "" {
		web("judge.url", c.Judge.URL)
	}
	if c.Judge.PerDay < 0 {
		bad("judge.per_day", "must not be negative")
	}
	switch c.Log.Level {
	case "debug", "info", "warn", "error":
	default:
		bad("log.level", "%q is none of debug, info, warn, error", c.Log.Level)
	}
	switch c.Log.Format {
	case "text", "json":
	default:
		bad("log.format", "%q is neither text nor json", c.Log.Format)
	}
	return errors.Join(errs...)
}
