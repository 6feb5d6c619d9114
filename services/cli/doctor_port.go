package cli

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"

	"github.com/namedrop/namedrop/services/config"
)

func (d *diagnosis) port(c config.Config) {
	l, err := net.Listen("tcp", c.Desk.Listen)
	switch {
	case err == nil:
		l.Close()
		d.say("desk port", nil, c.Desk.Listen+" is free")
		return
	case errors.Is(err, syscall.EADDRINUSE):
		err = fmt.Errorf("%s is taken by another program: choose one with --listen", c.Desk.Listen)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		err = fmt.Errorf("%s is no address of this machine: choose one with --listen", c.Desk.Listen)
	case errors.Is(err, os.ErrPermission):
		err = fmt.Errorf("%s may not be listened on by this user: choose a port above 1023 with --listen", c.Desk.Listen)
	default:
		err = fmt.Errorf("%s can't be listened on: choose another with --listen", c.Desk.Listen)
	}
	d.say("desk port", err, "")
}
