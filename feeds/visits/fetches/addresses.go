package fetches

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"sort"
)

const (
	mostPrefixes = 100_000
	longestList  = 8 << 20
)

// Addresses are the published addresses of fetchers, by name. It is not changed after it was made.
type Addresses struct{ byName map[string][]span }

// span is a range of addresses, both ends included.
type span struct{ first, last netip.Addr }

// NewAddresses returns the addresses of fetchers by name.
func NewAddresses(lists map[string][]netip.Prefix) *Addresses {
	a := &Addresses{byName: map[string][]span{}}
	for name, prefixes := range lists {
		var spans []span
		for _, p := range prefixes {
			p = p.Masked()
			spans = append(spans, span{p.Addr(), lastOf(p)})
		}
		slices.SortFunc(spans, func(x, y span) int { return x.first.Compare(y.first) })
		// Prefixes are apart or within one another. Those within others are dropped, so that the last one
		// that begins before an address decides.
		var apart []span
		for _, s := range spans {
			if n := len(apart); n > 0 && s.last.Compare(apart[n-1].last) <= 0 {
				continue
			}
			apart = append(apart, s)
		}
		if len(apart) > 0 {
			a.byName[name] = apart
		}
	}
	return a
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for bit := p.Bits(); bit < len(b)*8; bit++ {
		b[bit/8] |= 1 << (7 - bit%8)
	}
	last, _ := netip.AddrFromSlice(b)
	return last
}

// holds reports whether an address is one of a name, and whether that is known. A client without an address proves nothing.
func (a *Addresses) holds(name string, from netip.Addr) (listed, known bool) {
	if a == nil || !from.IsValid() {
		return false, false
	}
	spans, ok := a.byName[name]
	if !ok {
		return false, false
	}
	from = from.Unmap().WithZone("")
	i := sort.Search(len(spans), func(i int) bool { return spans[i].first.Compare(from) > 0 })
	return i > 0 && from.Compare(spans[i-1].last) <= 0, true
}

// ErrNoAddresses is returned for a list without any address.
var ErrNoAddresses = errors.New("the list has no addresses")

// ParseAddresses finds the prefixes and addresses in a list. Operators publish JSON of different forms, CSV
// and text; all of them hold prefixes such as 192.0.2.0/24, and nothing else that looks like one.
func ParseAddresses(r io.Reader) ([]netip.Prefix, error) {
	in := bufio.NewReader(io.LimitReader(r, longestList+1))
	var out []netip.Prefix
	word := make([]byte, 0, 64)
	n, long := 0, false
	end := func() error {
		text := string(word)
		skip := long
		word, long = word[:0], false
		if skip || len(text) < 3 {
			return nil
		}
		p, ok := prefixOf(text)
		if !ok {
			return nil
		}
		if out = append(out, p); len(out) > mostPrefixes {
			return fmt.Errorf("the list has more than %d addresses", mostPrefixes)
		}
		return nil
	}
	for {
		c, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if n++; n > longestList {
			return nil, fmt.Errorf("the list is longer than %d MB", longestList>>20)
		}
		if !ofAddress(c) {
			if err := end(); err != nil {
				return nil, err
			}
		} else if len(word) < cap(word) {
			word = append(word, c)
		} else {
			long = true
		}
	}
	if err := end(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, ErrNoAddresses
	}
	return out, nil
}

// ofAddress reports whether a byte may be part of an address. Letters beyond f are too, so that the end
// of a word is not taken for an address.
func ofAddress(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == ':' || c == '/' || c == '-' || c == '_' || c == '%'
}

// prefixOf returns the prefix that a word is. One that is wider than any operator has is a mistake: it would
// make everybody's claim true.
func prefixOf(text string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		a, err := netip.ParseAddr(text)
		if err != nil || a.Zone() != "" {
			return netip.Prefix{}, false
		}
		p = netip.PrefixFrom(a, a.BitLen())
	}
	if p.Addr().Is4In6() {
		return netip.Prefix{}, false
	}
	widest := 8
	if p.Addr().Is6() {
		widest = 16
	}
	return p.Masked(), p.Bits() >= widest
}
