package public

import (
	"hash/maphash"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"
)

const (
	floodCells  = 1 << 14
	floodLimit  = 120 // requests of one address in a minute: an office behind one address fits
	floodWindow = time.Minute
)

// flood limits the requests of each address to one part of the public side. Its memory is fixed: addresses share the cells by
// their hash. Where two share one, they share the limit, which only a flood makes noticeable.
type flood struct {
	seed   maphash.Seed
	window atomic.Int64
	cells  [floodCells]atomic.Uint32
}

func newFlood() *flood { return &flood{seed: maphash.MakeSeed()} }

// allow reports whether one more request of an address is within the limit.
func (f *flood) allow(address string, now time.Time) bool {
	return f.allowUpTo(address, now, floodLimit)
}

// allowUpTo is allow with another limit.
func (f *flood) allowUpTo(address string, now time.Time, limit uint32) bool {
	window := now.UnixNano() / int64(floodWindow)
	if held := f.window.Load(); held != window && f.window.CompareAndSwap(held, window) {
		for i := range f.cells {
			f.cells[i].Store(0)
		}
	}
	return f.cells[maphash.String(f.seed, address)%floodCells].Add(1) <= limit
}

// visitorAddress returns the address that a request comes from. Behind a proxy in a private
// network, or on this machine, it is the last address in X-Forwarded-For that isn't in one. From anyone
// else that header is not believed. ok is false for a remote address that is none.
//
// The other addresses of an IPv6 network are a visitor's too, so only its first half counts.
func visitorAddress(remote, forwarded string) (address string, ok bool) {
	peer, err := netip.ParseAddrPort(remote)
	if err != nil {
		return "", false
	}
	a := peer.Addr().Unmap()
	if private(a) {
		for rest := forwarded; rest != ""; {
			i := strings.LastIndexByte(rest, ',')
			if b, err := netip.ParseAddr(strings.TrimSpace(rest[i+1:])); err == nil {
				if a = b.Unmap(); !private(a) {
					break
				}
			}
			rest = rest[:max(i, 0)]
		}
	}
	if a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			a = p.Addr()
		}
	}
	return a.String(), true
}

func private(a netip.Addr) bool { return a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() }
