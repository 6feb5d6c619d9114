package cli

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/app"
)

type openCmd struct {
	Print  bool `help:"Print the link instead of opening it."`
	NewKey bool `help:"Make a new key first: links and sessions of the one before end."`
}

// Run opens the desk of the server that runs on the data folder.
func (c *openCmd) Run(ctx context.Context, g *globals) error {
	if g.Server != "" {
		return errors.New("open works on the data folder of this machine: leave --server out, and open that address in a browser")
	}
	conf, err := g.config()
	if err != nil {
		return err
	}
	running, err := app.FindRunning(conf.Data)
	if errors.Is(err, app.ErrNotRunning) {
		return fmt.Errorf("no server runs on %s: start one with `namedrop serve`, or name its folder with --data", conf.Data)
	}
	if err != nil {
		return err
	}
	if c.NewKey {
		if err := access.KeyIn(conf.Data).Renew(); err != nil {
			return err
		}
	}
	// A token that happens to be set is another program's business.
	local := *g
	local.Token = ""
	remote, err := local.local(ctx, conf.Data)
	if err != nil {
		return err
	}
	var how struct{ Entry access.Entry }
	if err := remote.do(ctx, http.MethodGet, "/session/entry", nil, nil, &how); err != nil {
		return err
	}
	desk := conf.Desk.URL
	if desk == "" {
		desk = running.Desk
	}
	link := desk
	if how.Entry == access.EntryKey {
		link = app.KeyLink(desk, remote.token)
	}
	if g.JSON {
		return g.writeJSON(map[string]any{"link": link, "entry": how.Entry})
	}
	if !c.Print {
		err := errors.New("root has no browser")
		if os.Geteuid() != 0 {
			err = launch(ctx, conf.Data, link)
		}
		if err == nil {
			fmt.Fprintf(g.streams.Out, "Opened %s in your browser.\n", desk)
			return nil
		}
		fmt.Fprintf(g.streams.Err, "No browser was opened: %v. Open this link in one on this machine:\n", err)
	}
	fmt.Fprintln(g.streams.Out, link)
	return nil
}

const openPage = "open.html"

// launch opens a link in the browser of whoever asks. Everyone on the machine can read the
// words that a program is started with, so the browser is given a page that leads on, in
// a file that only its owner can read.
func launch(ctx context.Context, data, link string) error {
	path, err := filepath.Abs(filepath.Join(data, openPage))
	if err != nil {
		return err
	}
	to := html.EscapeString(link)
	page := `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Namedrop</title>` +
		`<meta http-equiv="refresh" content="0;url=` + to + `"><p><a href="` + to + `">Open Namedrop</a></p></html>` + "\n"
	if err := access.WritePrivate(path, page); err != nil {
		return err
	}
	return browse(ctx, (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String())
}
