package cli

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/app"
)

// local returns a client of the server that runs on a data folder, with the folder's key
// or the token that was given. Neither is sent before the server has proved that it knows
// the key: something else may have the address by now. [app.ErrNotRunning] where none runs.
func (g *globals) local(ctx context.Context, data string) (*client, error) {
	running, err := app.FindRunning(data)
	if err != nil {
		return nil, err
	}
	key, err := access.KeyIn(data).Read()
	if err != nil {
		return nil, fmt.Errorf("a server runs on %s, but %w: `%s --new-key` makes a new one", data, err, openCommand(data))
	}
	c := &client{base: running.Desk, token: key, http: direct(), close: func() error { return nil }}
	if g.Token != "" {
		c.token = g.Token
	}
	if err := c.proves(ctx, key); err != nil {
		return nil, err
	}
	return c, nil
}

// direct is for this machine's own addresses: no proxy sees what goes there, and nobody is
// sent on to another host.
func direct() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// proves asks the server for the proof that it knows the key.
func (c *client) proves(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("writing the request: %w", err)
	}
	nonce := rand.Text()
	req.Header.Set(api.ChallengeHeader, nonce)
	resp, err := c.http.Do(req)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("the server at %s doesn't answer; `namedrop doctor` and its log may say why", c.base)
	case err != nil:
		return c.unreachable(err)
	}
	resp.Body.Close()
	want := access.Proof(key, nonce, req.URL.Host)
	if subtle.ConstantTimeCompare([]byte(want), []byte(resp.Header.Get(api.ProofHeader))) != 1 {
		return fmt.Errorf("what answers at %s is not the server of this data folder, or an older version of it: nothing was sent to it. Restart `namedrop serve`", c.base)
	}
	return nil
}

// openCommand is how the desk of a data folder is opened, wherever one stands.
func openCommand(data string) string {
	if abs, err := filepath.Abs(data); err == nil {
		data = abs
	}
	return "namedrop open --data " + quoted(data)
}

// quoted makes one word of a path for the shell.
func quoted(path string) string {
	if plain.MatchString(path) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_./:-]+$`) // nothing in it means anything to a shell
