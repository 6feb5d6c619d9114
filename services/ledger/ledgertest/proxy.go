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

// Proxy is between clients and the PostgreSQL server. While it is shut the server can't be
// reached: open connections are cut, new ones are refused.
type Proxy struct {
	listener net.Listener
	server   string // its socket
	refused  atomic.Int64

	mu    sync.Mutex
	shut  bool
	conns map[net.Conn]bool
}

// PostgresBehind is [PostgresURL] with a proxy before it.
func PostgresBehind(t testing.TB) (string, *Proxy) {
	t.Helper()
	u, err := url.Parse(PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "proxy") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	const socket = ".s.PGSQL.5432"
	q := u.Query()
	p := &Proxy{server: filepath.Join(q.Get("host"), socket), conns: map[net.Conn]bool{}}
	p.listener, err = (&net.ListenConfig{}).Listen(context.Background(), "unix", filepath.Join(dir, socket))
	if err != nil {
		t.Fatal(err)
	}
	go p.serve()
	t.Cleanup(func() {
		p.Shut()
		_ = p.listener.Close()
		_ = os.RemoveAll(dir)
	})
	q.Set("host", dir)
	u.RawQuery = q.Encode()
	return strings.Replace(u.String(), "%2F", "/", -1), p
}

// Shut cuts all connections and refuses new ones.
func (p *Proxy) Shut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = true
	for c := range p.conns {
		_ = c.Close()
	}
}

// Open accepts connections again.
func (p *Proxy) Open() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = false
}

// Refused is how many connections were refused.
func (p *Proxy) Refused() int64 { return p.refused.Load() }

func (p *Proxy) serve() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.pass(c)
	}
}

func (p *Proxy) pass(c net.Conn) {
	defer c.Close()
	server, err := net.Dial("unix", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	p.mu.Lock()
	shut := p.shut
	if !shut {
		p.conns[c], p.conns[server] = true, true
	}
	p.mu.Unlock()
	if shut {
		p.refused.Add(1)
		return
	}
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.conns, c)
		delete(p.conns, server)
	}()
	go func() {
		_, _ = io.Copy(c, server)
		_ = c.Close()
	}()
	_, _ = io.Copy(server, c)
}
