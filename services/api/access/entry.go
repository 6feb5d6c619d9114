package access

import (
	"net"
	"net/netip"
	"strings"
)

// Entry is how people without a token or a session sign in.
type Entry string

const (
	// EntrySignIn is with a password: other machines can reach the desk.
	EntrySignIn Entry = "sign_in"
	// EntryKey is with the key of the data folder, which a browser exchanges for a session.
	EntryKey Entry = "key"
	// EntryOpen is without signing in, for anyone who reaches a listener on loopback. The
	// configuration has to ask for it.
	EntryOpen Entry = "open"
)

// Entries are all entries.
var Entries = []Entry{EntrySignIn, EntryKey, EntryOpen}

// LoopbackName reports whether a host, with or without a port, names only this machine. An open
// desk answers requests for no other name: if a web page's own domain resolves to 127.0.0.1, its
// requests still carry that domain.
func LoopbackName(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
