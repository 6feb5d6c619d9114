package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
)

type doctorCmd struct{}

// Run looks at each part and says in plain words what is wrong and what helps. It
// exits with 1 where something is.
func (doctorCmd) Run(ctx context.Context, g *globals) error {
	d := &diagnosis{g: g}
	conf, err := g.config()
	d.say("configuration", err, "read")
	if err == nil {
		d.folder(conf)
		d.ledger(ctx, conf)
		d.cluster(ctx, conf)
		d.server(ctx, conf)
	}
	if g.JSON {
		return errors.Join(g.writeJSON(d.findings), d.exit())
	}
	return d.exit()
}

// diagnosis collects what doctor finds.
type diagnosis struct {
	g        *globals
	findings []finding
}

type finding struct {
	Part string `json:"part"`
	OK   bool   `json:"ok"`
	Says string `json:"says"`
}

func (d *diagnosis) say(part string, err error, fine string) {
	f := finding{part, err == nil, fine}
	mark := "ok   "
	if err != nil {
		f.Says, mark = d.g.hide(strings.Join(strings.Fields(err.Error()), " ")), "WRONG"
	}
	d.findings = append(d.findings, f)
	if !d.g.JSON {
		fmt.Fprintf(d.g.streams.Out, "%s  %-14s %s\n", mark, part, f.Says)
	}
}

func (d *diagnosis) exit() error {
	for _, f := range d.findings {
		if !f.OK {
			return exitCode(1)
		}
	}
	return nil
}

func (d *diagnosis) folder(c config.Config) {
	info, err := os.Stat(c.Data)
	switch {
	case errors.Is(err, os.ErrNotExist):
		d.say("data folder", makeable(c.Data), c.Data+" is not there yet: the first start makes it")
		return
	case err != nil:
		d.say("data folder", err, "")
		return
	case !info.IsDir():
		d.say("data folder", fmt.Errorf("%s is a file: name a folder with --data", c.Data), "")
		return
	}
	d.say("data folder", writable(c.Data), c.Data+" can be written to"+space(c.Data))
}

// makeable tells whether the first start can make a folder that isn't there.
func makeable(dir string) error {
	above := filepath.Dir(filepath.Clean(dir))
	for {
		if _, err := os.Stat(above); !errors.Is(err, os.ErrNotExist) || above == filepath.Dir(above) {
			break
		}
		above = filepath.Dir(above)
	}
	if err := writable(above); err != nil {
		return fmt.Errorf("%s can't be made: %w", dir, err)
	}
	return nil
}

func writable(dir string) error {
	probe, err := os.CreateTemp(dir, ".doctor-*")
	if err == nil {
		// A block, not a byte: a full disk still takes empty files.
		_, err = probe.Write(make([]byte, 64<<10))
		err = errors.Join(err, probe.Close(), os.Remove(probe.Name()))
	}
	if err != nil {
		return fmt.Errorf("%s can't be written to (%w): free some space or mend its rights", dir, err)
	}
	return nil
}

func (d *diagnosis) ledger(ctx context.Context, c config.Config) {
	if _, err := os.Stat(ledgerURL(c)); c.Database.URL == "" && err != nil {
		d.say("ledger", nil, "there is none yet")
		return
	}
	l, err := ledger.Inspect(ctx, ledger.Options{URL: ledgerURL(c)})
	if err != nil {
		d.say("ledger", err, "")
		return
	}
	defer l.Close()
	n, err := l.Pending(ctx)
	if err != nil {
		d.say("ledger", err, "")
		return
	}
	err = l.Check(ctx)
	fine := "whole"
	if n > 0 {
		fine = fmt.Sprintf("whole; %d steps of migration wait for the next start", n)
	}
	d.say("ledger", err, fine)
}

// cluster asks each NATS server that the configuration names.
func (d *diagnosis) cluster(ctx context.Context, c config.Config) {
	if len(c.NATS.URLs) == 0 {
		return
	}
	var silent []string
	for _, address := range c.NATS.URLs {
		if !strings.Contains(address, "://") {
			address = "nats://" + address // as the client library reads it
		}
		u, err := url.Parse(address)
		if err == nil {
			var conn net.Conn
			dialer := net.Dialer{Timeout: 3 * time.Second}
			if conn, err = dialer.DialContext(ctx, "tcp", hostPort(u)); err == nil {
				conn.Close()
			}
		}
		if err != nil {
			silent = append(silent, hostPort(u))
		}
	}
	var err error
	if len(silent) > 0 {
		err = fmt.Errorf("no NATS server answers at %s: start it, or mend nats.urls", strings.Join(silent, ", "))
	}
	d.say("NATS cluster", err, "answers")
}

// hostPort leaves out the password that an address may carry.
func hostPort(u *url.URL) string {
	switch {
	case u == nil:
		return "an address that can't be read"
	case u.Port() == "":
		return net.JoinHostPort(u.Hostname(), "4222")
	}
	return u.Host
}

func (d *diagnosis) server(ctx context.Context, c config.Config) {
	running, err := app.FindRunning(c.Data)
	remote := &client{base: running.Desk, token: d.g.Token, http: &http.Client{}}
	if err != nil || !remote.alive(ctx) {
		d.port(c)
		d.say("server", nil, "none runs on this folder: namedrop serve")
		return
	}
	var s struct {
		Sources     map[string]int
		Transcripts map[string]int
		Deliveries  map[string]int
		Outbox      int
	}
	if err := remote.do(ctx, http.MethodGet, "/status", nil, nil, &s); err != nil {
		d.say("server", fmt.Errorf("%s answers, but: %w", running.Desk, err), "")
		return
	}
	d.say("server", nil, "answers at "+running.Desk)
	var sick error
	if bad := s.Sources["failing"] + s.Sources["blocked"] + s.Sources["broken"] + s.Sources["needs_key"]; bad > 0 {
		sick = fmt.Errorf("%s not being read: namedrop source list --health failing,blocked,broken,needs_key says why", count(bad, "source is", "sources are"))
	}
	read := "all are read"
	if len(s.Sources) == 0 {
		read = "there are none yet: namedrop source add URL"
	}
	if gone := s.Sources["gone"]; gone > 0 {
		read += fmt.Sprintf(", but %s: namedrop source list --health gone", count(gone, "is gone for good", "are gone for good"))
	}
	d.say("sources", sick, read)
	// No fault of the installation: those episodes are searched by title and notes.
	fine := "none was given up"
	if n := s.Transcripts["failed"]; n > 0 {
		fine = fmt.Sprintf("%s given up; their episodes are searched by title and notes", count(n, "was", "were"))
	}
	d.say("transcripts", nil, fine)
	var dead error
	if n := s.Deliveries["dead"]; n > 0 {
		dead = fmt.Errorf("%s given up: mend the channel, then namedrop replay sends them again", count(n, "message was", "messages were"))
	}
	d.say("messages", dead, "none was given up")
	var late error
	if s.Outbox > 1000 {
		late = fmt.Errorf("%d messages wait for the bus: look for errors of the relay in the log", s.Outbox)
	}
	d.say("bus", late, "keeps up")
}

func (d *diagnosis) port(c config.Config) {
	l, err := net.Listen("tcp", c.Desk.Listen)
	switch {
	case err == nil:
		l.Close()
		d.say("desk port", nil, c.Desk.Listen+" is free")
		return
	case errors.Is(err, syscall.EADDRINUSE):
		err = fmt.Errorf("%s is taken by another program: choose one with --listen", c.Desk.Listen)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		err = fmt.Errorf("%s is no address of this machine: choose one with --listen", c.Desk.Listen)
	case errors.Is(err, os.ErrPermission):
		err = fmt.Errorf("%s may not be listened on by this user: choose a port above 1023 with --listen", c.Desk.Listen)
	default:
		err = fmt.Errorf("%s can't be listened on: choose another with --listen", c.Desk.Listen)
	}
	d.say("desk port", err, "")
}
