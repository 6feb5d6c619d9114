package app

import (
	"fmt"
	"net"
	"net/url"
	"strconv"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/config"
)

// Key returns the key file of the data folder.
func (a *App) Key() access.KeyFile { return access.KeyIn(a.opts.Config.Data) }

// Entry returns how people without a session get into the desk.
func (a *App) Entry() access.Entry {
	c := a.opts.Config.Desk
	if a.listener != nil {
		c.Listen = a.listener.Addr().String() // the address that localhost resolved to
	}
	return EntryOf(c)
}

// EntryOf returns how people get into a desk with this configuration. If other machines can
// reach it, they must sign in, whatever desk.local says. They can if the listener is not on
// loopback, or if desk.url names another host: then there is a proxy in front.
func EntryOf(c config.Desk) access.Entry {
	switch {
	case !onThisMachine(c):
		return access.EntrySignIn
	case c.Local == config.LocalOpen:
		return access.EntryOpen
	}
	return access.EntryKey
}

// onThisMachine reports whether only this machine can reach the desk.
func onThisMachine(c config.Desk) bool {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil || !access.LoopbackName(c.Listen) {
		return false
	}
	if c.URL == "" {
		return true
	}
	u, err := url.Parse(c.URL)
	return err == nil && access.LoopbackName(u.Host)
}

// Link returns the link that opens the desk in a browser. It holds the key if the key is how
// people get in.
func (a *App) Link() (string, error) {
	if a.Entry() != access.EntryKey {
		return a.desk, nil
	}
	key, err := a.Key().Read()
	if err != nil {
		return "", err
	}
	return KeyLink(a.desk, key), nil
}

// KeyLink returns the desk's address with the key in the fragment. Browsers don't send the
// fragment, so the key reaches no server, proxy or access log.
func KeyLink(desk, key string) string { return desk + "/#key=" + url.QueryEscape(key) }

func (a *App) makeKey() error {
	replaced, err := a.Key().Ensure()
	if err != nil {
		return fmt.Errorf("making the key: %w", err)
	}
	if replaced != nil {
		a.opts.Logger.Warn("key replaced", "reason", replaced)
	}
	return nil
}

// warnOfEntry logs that desk.local: open opens the desk without sign-in, or that it is ignored.
func (a *App) warnOfEntry() {
	if a.opts.Config.Desk.Local != config.LocalOpen {
		return
	}
	if a.Entry() == access.EntryOpen {
		a.opts.Logger.Warn("desk open without sign-in", "listen", a.listener.Addr().String())
		return
	}
	a.opts.Logger.Warn("desk.local ignored", "reason", "other machines reach the desk, so everyone signs in")
}

// cookie returns the name of the session cookie. Cookies are shared by all ports of a host, so
// the name holds the port: otherwise two desks on one machine would overwrite each other's
// sessions.
func (a *App) cookie() string {
	if a.listener == nil || a.Entry() == access.EntrySignIn {
		return access.Cookie
	}
	tcp, ok := a.listener.Addr().(*net.TCPAddr)
	if !ok {
		return access.Cookie
	}
	return access.Cookie + "_" + strconv.Itoa(tcp.Port)
}
