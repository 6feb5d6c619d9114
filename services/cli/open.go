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
	NewKey bool `help:"Create a new key first. Links and sessions of the old one end."`
}

// Run opens the desk of the server that runs on the data folder.
func (c *openCmd) Run(ctx context.Context, g *globals) error {
	if g.Server != "" {
		return errors.New("open works on a data folder of this machine: for another server, open its address in a browser")
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
	// NAMEDROP_TOKEN may be set for another program.
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
		err := errors.New("this is root")
		if os.Geteuid() != 0 {
			err = launch(ctx, conf.Data, link)
		}
		if err == nil {
			fmt.Fprintf(g.streams.Out, "Opened %s in your browser.\n", desk)
			return nil
		}
		fmt.Fprintf(g.streams.Err, "No browser was opened (%v). Open this link in one on this machine:\n", err)
	}
	fmt.Fprintln(g.streams.Out, link)
	return nil
}

const openPage = "open.html"

// launch opens a link in the user's browser. All users of a machine can read the arguments of its
// programs, and the link holds the key. So the browser gets a page that redirects to the link, in a
// file that only its owner can read.
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
