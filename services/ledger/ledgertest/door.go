package ledgertest

import (
	"context"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Door stands before the PostgreSQL server. While it is shut the server is away: what was
// connected is cut off, and nobody gets in.
type Door struct {
	listener net.Listener
	server   string // its socket
	turned   atomic.Int64

	mu      sync.Mutex
	shut    bool
	through map[net.Conn]bool
}

// PostgresBehind is [PostgresURL] with a door before it, which stands open.
func PostgresBehind(t testing.TB) (string, *Door) {
	t.Helper()
	u, err := url.Parse(PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "door") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	const socket = ".s.PGSQL.5432"
	q := u.Query()
	d := &Door{server: filepath.Join(q.Get("host"), socket), through: map[net.Conn]bool{}}
	d.listener, err = (&net.ListenConfig{}).Listen(context.Background(), "unix", filepath.Join(dir, socket))
	if err != nil {
		t.Fatal(err)
	}
	go d.serve()
	t.Cleanup(func() {
		d.Shut()
		_ = d.listener.Close()
		_ = os.RemoveAll(dir)
	})
	q.Set("host", dir)
	u.RawQuery = q.Encode()
	return strings.Replace(u.String(), "%2F", "/", -1), d
}

// Shut cuts everyone off.
func (d *Door) Shut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut = true
	for c := range d.through {
		_ = c.Close()
	}
}

// Open lets everyone in again.
func (d *Door) Open() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut = false
}

// Turned is how many found the door shut.
func (d *Door) Turned() int64 { return d.turned.Load() }

func (d *Door) serve() {
	for {
		c, err := d.listener.Accept()
		if err != nil {
			return
		}
		go d.pass(c)
	}
}

func (d *Door) pass(c net.Conn) {
	defer c.Close()
	server, err := net.Dial("unix", d.server)
	if err != nil {
		return
	}
	defer server.Close()
	d.mu.Lock()
	shut := d.shut
	if !shut {
		d.through[c], d.through[server] = true, true
	}
	d.mu.Unlock()
	if shut {
		d.turned.Add(1)
		return
	}
	defer func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.through, c)
		delete(d.through, server)
	}()
	go func() {
		_, _ = io.Copy(c, server)
		_ = c.Close()
	}()
	_, _ = io.Copy(server, c)
}
