package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
)

type configCmd struct {
	Check configCheck `cmd:"" help:"Say what is wrong with the configuration."`
	Print configPrint `cmd:"" help:"Print the configuration in force, secrets masked."`
}

type configCheck struct{}

func (configCheck) Run(g *globals) error {
	if _, err := g.config(); err != nil {
		return err
	}
	fmt.Fprintln(g.streams.Out, "The configuration is fine.")
	return nil
}

type configPrint struct{}

func (configPrint) Run(g *globals) error {
	c, err := g.config()
	if err != nil {
		return err
	}
	out, err := c.Print()
	if err != nil {
		return err
	}
	_, err = g.streams.Out.Write(out)
	return err
}

type openapiCmd struct{}

func (openapiCmd) Run(g *globals) error {
	doc, err := api.OpenAPI()
	if err != nil {
		return err
	}
	_, err = g.streams.Out.Write(doc)
	return err
}

// ledgerURL is where the ledger of a configuration is.
func ledgerURL(c config.Config) string {
	if c.Database.URL != "" {
		return c.Database.URL
	}
	return filepath.Join(c.Data, "namedrop.db")
}

type migrateCmd struct {
	Check bool `help:"Only tell whether there is something to do."`
}

func (c *migrateCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL == "" {
		unlock, err := ledger.LockDir(conf.Data)
		if err != nil {
			return err
		}
		defer func() { _ = unlock() }()
	}
	l, err := ledger.Inspect(ctx, ledger.Options{URL: ledgerURL(conf), Logger: g.logger(conf.Log, false)})
	if err != nil {
		return err
	}
	defer l.Close()
	n, err := l.Pending(ctx)
	if err != nil {
		return err
	}
	if c.Check || n == 0 {
		fmt.Fprintf(g.streams.Out, "%d steps to do.\n", n)
		return nil
	}
	if err := l.Migrate(ctx); err != nil {
		return err
	}
	fmt.Fprintf(g.streams.Out, "%d steps done.\n", n)
	return nil
}

type backupCmd struct {
	File string `arg:"" help:"New file to write."`
}

// Run copies the ledger; it may be in use meanwhile. Bus and index are made from it.
func (c *backupCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL != "" {
		return errors.New("the ledger is on PostgreSQL: back it up with pg_dump; bus and index are made anew from it")
	}
	if _, err := os.Stat(ledgerURL(conf)); err != nil {
		return fmt.Errorf("there is no ledger in %s: %w", conf.Data, err)
	}
	l, err := ledger.Inspect(ctx, ledger.Options{URL: ledgerURL(conf), Logger: g.logger(conf.Log, false)})
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.Backup(ctx, c.File); err != nil {
		return err
	}
	fmt.Fprintln(g.streams.Out, "Backed up to", c.File)
	return nil
}

type restoreCmd struct {
	File string `arg:"" type:"existingfile" help:"A backup."`
}

// Run puts a backup in the ledger's place; what was there is kept beside it. Bus and
// index belong to the old ledger and go.
func (c *restoreCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL != "" {
		return errors.New("the ledger is on PostgreSQL: restore it with pg_restore, and delete the folders bus and index")
	}
	unlock, err := ledger.LockDir(conf.Data)
	if err != nil {
		return err
	}
	defer func() { _ = unlock() }()
	probe, err := ledger.Inspect(ctx, ledger.Options{URL: c.File, Logger: g.logger(conf.Log, true)})
	if err != nil {
		return fmt.Errorf("the backup can't be read: %w", err)
	}
	err = errors.Join(probe.Check(ctx), probe.Close())
	if err != nil {
		return fmt.Errorf("the backup is not whole: %w", err)
	}
	target := ledgerURL(conf)
	if _, err := os.Stat(target); err == nil {
		aside := target + ".before-restore-" + time.Now().Format("20060102-150405")
		if err := os.Rename(target, aside); err != nil {
			return fmt.Errorf("putting the present ledger aside: %w", err)
		}
		fmt.Fprintln(g.streams.Out, "The ledger that was there is now", aside)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		_ = os.Remove(target + suffix)
	}
	if err := copyFile(c.File, target); err != nil {
		return fmt.Errorf("copying the backup: %w", err)
	}
	for _, view := range []string{"bus", "index"} {
		if err := os.RemoveAll(filepath.Join(conf.Data, view)); err != nil {
			return fmt.Errorf("removing the old %s: %w", view, err)
		}
	}
	fmt.Fprintln(g.streams.Out, "Restored. The next start builds bus and index anew.")
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

type tokenCmd struct {
	Setup  tokenSetup  `cmd:"" help:"Make the first token, straight in the ledger."`
	Add    tokenAdd    `cmd:"" help:"Make a token; it is told once."`
	List   tokenList   `cmd:"" help:"List the tokens."`
	Revoke tokenRevoke `cmd:"" help:"Revoke a token at once."`
}

type tokenSetup struct {
	Name string `default:"setup" help:"What it is for."`
}

// Run works beside a running server: whoever can write the ledger's file is in already.
func (c *tokenSetup) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	l, err := ledger.Open(ctx, ledger.Options{URL: ledgerURL(conf), Logger: g.logger(conf.Log, true)})
	if err != nil {
		return err
	}
	defer l.Close()
	made, err := api.MakeToken(ctx, l, ledger.DefaultWorkspace, api.TokenBody{Name: c.Name, Scope: access.Admin}, time.Now())
	if err != nil {
		return err
	}
	if g.JSON {
		return g.writeJSON(made)
	}
	fmt.Fprintf(g.streams.Out, "%s\nKeep it: it isn't shown again. Use it as --auth, NAMEDROP_TOKEN or Authorization: Bearer.\n", made.Token)
	return nil
}

type tokenAdd struct {
	Name  string `arg:""`
	Scope string `enum:"read,write,admin" default:"read" help:"read, write or admin."`
	Days  int    `help:"How long it holds; 0 is until it is revoked."`
}

func (c *tokenAdd) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/tokens", nil, map[string]any{"name": c.Name, "scope": c.Scope, "days": c.Days}, func(t struct{ Token string }) string {
		return t.Token + "\nKeep it: it isn't shown again."
	})
}

type tokenList struct{}

func (tokenList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/tokens", nil, "ID\tNAME\tSCOPES\tCREATED\tLAST USED", "No tokens.", func(t struct {
		ID, Name string
		Scopes   []string
		Created  time.Time
		LastUsed time.Time `json:"last_used"`
		Revoked  time.Time
	}) []any {
		used := "never"
		if !t.LastUsed.IsZero() {
			used = t.LastUsed.Format(time.DateTime)
		}
		if !t.Revoked.IsZero() {
			used = "revoked " + t.Revoked.Format(time.DateTime)
		}
		return []any{t.ID, t.Name, t.Scopes, t.Created.Format(time.DateTime), used}
	})
}

type tokenRevoke struct {
	ID string `arg:""`
}

func (c *tokenRevoke) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodDelete, "/tokens/"+url.PathEscape(c.ID), nil, nil, func(struct{}) string { return "Revoked." })
}

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
		f.Says, mark = err.Error(), "WRONG"
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
		d.say("data folder", nil, c.Data+" is not there yet: the first start makes it")
		return
	case err != nil:
		d.say("data folder", err, "")
		return
	case !info.IsDir():
		d.say("data folder", fmt.Errorf("%s is a file: name a folder with --data", c.Data), "")
		return
	}
	probe, err := os.CreateTemp(c.Data, ".doctor-*")
	if err == nil {
		// A block, not a byte: a full disk still takes empty files.
		_, err = probe.Write(make([]byte, 64<<10))
		err = errors.Join(err, probe.Close(), os.Remove(probe.Name()))
	}
	if err != nil {
		err = fmt.Errorf("%s can't be written to (%w): free some space or mend its rights", c.Data, err)
	}
	d.say("data folder", err, c.Data+" can be written to"+space(c.Data))
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
		Outbox      int
	}
	if err := remote.do(ctx, http.MethodGet, "/status", nil, nil, &s); err != nil {
		d.say("server", fmt.Errorf("%s answers, but: %w", running.Desk, err), "")
		return
	}
	d.say("server", nil, "answers at "+running.Desk)
	var sick error
	if bad := s.Sources["failing"] + s.Sources["blocked"] + s.Sources["broken"] + s.Sources["needs_key"]; bad > 0 {
		sick = fmt.Errorf("%d sources are not being read: namedrop source list --health failing,blocked,broken,needs_key", bad)
	}
	d.say("sources", sick, "all are read")
	var late error
	if s.Outbox > 1000 {
		late = fmt.Errorf("%d messages wait for the bus: look for errors of the relay in the log", s.Outbox)
	}
	d.say("bus", late, "keeps up")
}

func (d *diagnosis) port(c config.Config) {
	l, err := net.Listen("tcp", c.Desk.Listen)
	if err != nil {
		d.say("desk port", fmt.Errorf("%s is taken by another program: choose one with --listen", c.Desk.Listen), "")
		return
	}
	l.Close()
	d.say("desk port", nil, c.Desk.Listen+" is free")
}
