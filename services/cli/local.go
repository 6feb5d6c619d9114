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
	"github.com/namedrop/namedrop/services/config"
)

// local returns a client of the server that runs on a data folder, or [app.ErrNotRunning]. It uses
// the folder's key, or the token of --auth. Neither is sent before the server has proved that it
// knows the key: another program may have the address by now.
func (g *globals) local(ctx context.Context, data string) (*client, error) {
	running, err := app.FindRunning(data)
	if err != nil {
		return nil, err
	}
	key, err := access.KeyIn(data).Read()
	if err != nil {
		return nil, fmt.Errorf("a server runs on %s, but %w: `%s --new-key` creates a new one", data, err, openCommand(data))
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

// direct returns an HTTP client for addresses of this machine. It uses no proxy and follows no
// redirect, so that the key never leaves the machine.
func direct() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// proves returns an error unless the server proves that it knows the key.
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
		return fmt.Errorf("the server at %s doesn't answer; `namedrop doctor` or its log may show why", c.base)
	case err != nil:
		return c.unreachable(err)
	}
	resp.Body.Close()
	want := access.Proof(key, nonce, req.URL.Host)
	if subtle.ConstantTimeCompare([]byte(want), []byte(resp.Header.Get(api.ProofHeader))) != 1 {
		return fmt.Errorf("the program at %s is not the server of this data folder, or is an older version: nothing was sent to it. Restart `namedrop serve`", c.base)
	}
	return nil
}

// openCommand returns the command that opens the desk of a data folder, from any directory.
func openCommand(data string) string {
	if abs, err := filepath.Abs(data); err == nil {
		data = abs
	}
	return "namedrop open --data " + quoted(data)
}

// setupCommand returns the command that makes the first token for this server, from any directory.
func (g *globals) setupCommand(c config.Config) string {
	command := "namedrop token setup"
	for _, flag := range [][2]string{{"--config", g.ConfigFile}, {"--data", c.Data}} {
		if flag[0] == "--data" && g.ConfigFile != "" && g.Data == "" {
			continue // the file says where it is
		}
		if abs, err := filepath.Abs(flag[1]); flag[1] != "" && err == nil {
			command += " " + flag[0] + " " + quoted(abs)
		}
	}
	return command
}

// quoted quotes a path for the shell, if it has to be.
func quoted(path string) string {
	if plain.MatchString(path) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_./:-]+$`) // no character that is special in a shell
