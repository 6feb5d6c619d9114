package access

import (
	"net"
	"net/netip"
	"strings"
)

// Entry is how people get in who bring neither a token nor a session.
type Entry string

const (
	// EntrySignIn is with a password: other machines reach the desk.
	EntrySignIn Entry = "sign_in"
	// EntryKey is with the key of the data folder, which a browser trades for a session.
	EntryKey Entry = "key"
	// EntryOpen lets everyone in who reaches a listener on loopback. The configuration asks
	// for it.
	EntryOpen Entry = "open"
)

// Entries lists them.
var Entries = []Entry{EntrySignIn, EntryKey, EntryOpen}

// LoopbackName reports whether a host, with or without a port, names this machine and no
// other. An open desk answers to no other name: a page elsewhere whose own name was
// pointed at 127.0.0.1 still sends that name.
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
