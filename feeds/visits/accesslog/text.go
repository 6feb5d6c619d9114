package accesslog

import (
	"bytes"
	"net/netip"
)

// text parses a line of the common or combined format, with whatever stands before and after: a host,
// the prefix of a log collector, further fields. It holds on to the time in brackets and to the quotes, and not
// to numbers of fields.
func (p *parser) text(line []byte, e *entry) bool {
	open := bytes.IndexByte(line, '[')
	if open < 0 {
		return false
	}
	shut := bytes.IndexByte(line[open:], ']')
	if shut < 0 {
		return false
	}
	at, ok := p.stamps.common(line[open+1 : open+shut])
	if !ok {
		return false
	}
	e.at = at
	rest := line[open+shut+1:]
	if open == 0 {
		return proxyManager(rest, e)
	}
	if !before(line[:open], e) {
		return false
	}
	request, rest, ok := quoted(rest)
	if !ok {
		return false
	}
	e.request(request)
	status, rest := word(rest)
	n, ok := number(status)
	if !ok {
		n = 0 // 000 and - occur too
	}
	e.status = n
	_, rest = word(rest) // size
	if e.referrer, rest, e.hasReferrer = quoted(rest); !e.hasReferrer {
		return true
	}
	e.referrer = known(e.referrer)
	if e.userAgent, rest, e.hasAgent = quoted(rest); e.hasAgent {
		e.userAgent = known(e.userAgent)
		e.forwarded, _, _ = quoted(rest)
	}
	return true
}

// before reads what stands before the time: the client's address, perhaps after the name of the host.
func before(b []byte, e *entry) bool {
	first, rest := word(b)
	if len(first) == 0 {
		return false
	}
	for w, left, n := first, rest, 0; len(w) > 0 && n < 8; n++ {
		if isAddress(w) {
			e.address = w
			if n == 1 && !isAddress(first) {
				e.host = first
			}
			return true
		}
		w, left = word(left)
	}
	e.address = first // the server looked up the client's name
	return true
}

func isAddress(b []byte) bool {
	if len(b) < 2 || len(b) > 45 {
		return false
	}
	for _, c := range b {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') && c != '.' && c != ':' {
			return false
		}
	}
	_, err := netip.ParseAddr(string(b))
	return err == nil
}

// proxyManager reads the format of the Nginx Proxy Manager, which begins with the time:
//
//   - 200 200 - GET https shop.example "/path" [Client 192.0.2.1] [Length 9] … "agent" "referrer"
func proxyManager(rest []byte, e *entry) bool {
	quote := bytes.IndexByte(rest, '"')
	if quote < 0 {
		return false
	}
	words := bytes.Fields(rest[:quote])
	if len(words) < 5 {
		return false
	}
	n := len(words)
	e.host, e.method = words[n-1], words[n-3]
	for _, w := range words[:n-3] {
		if status, ok := number(w); ok {
			e.status = status
		}
	}
	var ok bool
	if e.uri, rest, ok = quoted(rest[quote:]); !ok {
		return false
	}
	if _, after, found := bytes.Cut(rest, []byte("[Client ")); found {
		e.address, rest, _ = bytes.Cut(after, []byte("]"))
	}
	e.userAgent, rest, e.hasAgent = quoted(rest)
	e.referrer, _, e.hasReferrer = quoted(rest)
	e.userAgent, e.referrer = known(e.userAgent), known(e.referrer)
	return len(e.address) > 0
}

// quoted returns the next text in quotes, and what follows. Quotes in it are escaped by a backslash.
func quoted(b []byte) (text, rest []byte, ok bool) {
	open := bytes.IndexByte(b, '"')
	if open < 0 {
		return nil, nil, false
	}
	b = b[open+1:]
	for from := 0; ; {
		i := bytes.IndexByte(b[from:], '"')
		if i < 0 {
			return nil, nil, false
		}
		i += from
		slashes := 0
		for j := i - 1; j >= 0 && b[j] == '\\'; j-- {
			slashes++
		}
		if slashes%2 == 0 {
			return b[:i], b[i+1:], true
		}
		from = i + 1
	}
}

// word returns the next word, and what follows.
func word(b []byte) (w, rest []byte) {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	if i := bytes.IndexByte(b, ' '); i >= 0 {
		return b[:i], b[i+1:]
	}
	return b, nil
}
