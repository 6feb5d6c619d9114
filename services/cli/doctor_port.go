package cli

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"

	"github.com/namedrop/namedrop/services/config"
)

// ports checks that a server could listen on the configured addresses.
func (d *diagnosis) ports(c config.Config) {
	d.port("desk port", c.Desk.Listen, "--listen")
	if c.Public.On() {
		d.port("public port", c.Public.Listen, "public.listen")
	}
}

func (d *diagnosis) port(part, addr, setting string) {
	l, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		l.Close()
		d.report(part, nil, addr+" is free")
		return
	case errors.Is(err, syscall.EADDRINUSE):
		err = fmt.Errorf("%s is in use by another program: choose another with %s", addr, setting)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		err = fmt.Errorf("%s is not an address of this machine: choose another with %s", addr, setting)
	case errors.Is(err, os.ErrPermission):
		err = fmt.Errorf("this user may not listen on %s: choose a port above 1023 with %s", addr, setting)
	default:
		err = fmt.Errorf("%s can't be listened on: choose another with %s", addr, setting)
	}
	d.report(part, err, "")
}
