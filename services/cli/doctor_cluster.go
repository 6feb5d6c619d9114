package cli

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/config"
)

// cluster connects to each NATS server that the configuration names.
func (d *diagnosis) cluster(ctx context.Context, c config.Config) {
	if len(c.NATS.URLs) == 0 {
		return
	}
	var silent []string
	for _, address := range c.NATS.URLs {
		if !strings.Contains(address, "://") {
			address = "nats://" + address // the default of the client library
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
		err = fmt.Errorf("no NATS server answers at %s: start it, or fix nats.urls", strings.Join(silent, ", "))
	}
	d.report("NATS cluster", err, "all servers answer")
}

// hostPort returns host and port without the password that an address may have.
func hostPort(u *url.URL) string {
	switch {
	case u == nil:
		return "an address that can't be parsed"
	case u.Port() == "":
		return net.JoinHostPort(u.Hostname(), "4222")
	}
	return u.Host
}
