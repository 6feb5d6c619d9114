package app

import (
	"fmt"
	"net"
	"net/url"
	"strconv"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/config"
)

// Key is the key of the data folder.
func (a *App) Key() access.KeyFile { return access.KeyIn(a.opts.Config.Data) }

// Entry is how people get into the desk who have no session.
func (a *App) Entry() access.Entry {
	c := a.opts.Config.Desk
	if a.listener != nil {
		c.Listen = a.listener.Addr().String() // what localhost has become
	}
	return EntryOf(c)
}

// EntryOf is how people get into a desk of this configuration. Where other machines reach
// it they sign in, whatever desk.local says: by its own listener, or by a proxy in front,
// which is what an address elsewhere means.
func EntryOf(c config.Desk) access.Entry {
	switch {
	case !onThisMachine(c):
		return access.EntrySignIn
	case c.Local == config.LocalOpen:
		return access.EntryOpen
	}
	return access.EntryKey
}

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

// Link opens the desk in a browser: with the key where that is how people get in.
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

// KeyLink is the desk's address with the key in its fragment, which browsers keep to
// themselves: no server or proxy sees it, and so no log.
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

// warnOfEntry says in the log what the configuration opens, or asks for in vain.
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

// cookie names the session cookie. Browsers don't tell ports apart when they send cookies,
// so two desks on one machine would sign each other's people out.
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
