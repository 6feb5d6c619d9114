package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/app"
)

// client calls the API, over the network or inside this process.
type client struct {
	base    string
	token   string
	http    *http.Client
	close   func() error
	seen    string // ETag of the last answer
	ifMatch string // ETag that a write must find
}

// noServer is the base of a client whose API runs in this process.
const noServer = "http://in.process"

// inProcess reports whether no server runs: then nothing is read from outside.
func (c *client) inProcess() bool { return c.base == noServer }

// matching returns a client whose writes fail if the thing that c loaded last has changed since.
func (c *client) matching() *client {
	m := *c
	m.ifMatch = c.seen
	return &m
}

// connect returns a client of --server or of the server on the data folder. If none runs there,
// the services that need no network run in this process until close is called.
func (g *globals) connect(ctx context.Context) (*client, error) {
	if g.Server != "" {
		if u, err := url.Parse(g.Server); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("--server %s is not a web address; write it like http://127.0.0.1:8090", g.Server)
		}
		return &client{base: strings.TrimSuffix(g.Server, "/"), token: g.Token, http: &http.Client{}, close: func() error { return nil }}, nil
	}
	c, err := g.config()
	if err != nil {
		return nil, err
	}
	local, err := g.local(ctx, c.Data)
	if err == nil || !errors.Is(err, app.ErrNotRunning) {
		return local, err
	}
	ctx, cancel := context.WithCancel(ctx)
	a, err := app.New(ctx, app.Options{Config: c, Services: app.Quiet(), Sources: g.streams.Sources, Version: version, Logger: g.logger(c.Log, true)})
	if err != nil {
		cancel()
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	return &client{base: noServer, http: &http.Client{Transport: inProcess{a.Handler()}}, close: func() error {
		finish(ctx, a)
		cancel()
		return errors.Join(<-ended, a.Stop(context.WithoutCancel(ctx)))
	}}, nil
}

// finish waits until the work that a command started is done: documents detected and indexed.
func finish(ctx context.Context, a *app.App) {
	for ctx.Err() == nil {
		busy, err := a.Busy(ctx)
		if err != nil || !busy {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// do sends in as JSON, or raw if it is bytes or a reader. It copies the answer to out if that is a
// writer, and else decodes it into out. Both may be nil.
func (c *client) do(ctx context.Context, method, path string, query url.Values, in, out any) error {
	var body io.Reader
	kind := "application/json"
	switch v := in.(type) {
	case nil:
	case []byte:
		body, kind = bytes.NewReader(v), "application/octet-stream"
	case io.Reader:
		body, kind = v, "application/octet-stream"
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("writing the request: %w", err)
		}
		body = bytes.NewReader(b)
	}
	address := c.base + "/api/v1" + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return fmt.Errorf("writing the request: %w", err)
	}
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.ifMatch != "" {
		req.Header.Set("If-Match", c.ifMatch)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return c.unreachable(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 { // a redirect that was not followed is no answer either
		return readProblem(resp)
	}
	// A login page of a proxy, say, may answer any request with 200.
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind == "text/html" {
		return c.notAPI()
	}
	if c.seen = resp.Header.Get("ETag"); out == nil {
		return nil
	}
	if v, ok := out.(io.Writer); ok {
		_, err = io.Copy(v, resp.Body)
	} else {
		err = json.NewDecoder(resp.Body).Decode(out)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return c.notAPI()
	}
	if err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	return nil
}

func (c *client) notAPI() error {
	return fmt.Errorf("the answer from %s is not from Namedrop's API: check the address", c.base)
}

// unreachable returns an error for a request without an answer, in words that tell what to check.
func (c *client) unreachable(err error) error {
	var refused *net.OpError
	var name *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &name):
		return fmt.Errorf("no host is called %s: check --server", name.Name)
	case errors.As(err, &refused):
		return fmt.Errorf("no server answers at %s: is Namedrop running there?", c.base)
	}
	return fmt.Errorf("calling the server at %s: %w", c.base, err)
}

// with connects, calls do and closes.
func (g *globals) with(ctx context.Context, do func(*client) error) error {
	c, err := g.connect(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(c), c.close())
}

func (g *globals) writeJSON(v any) error {
	e := json.NewEncoder(g.streams.Out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
