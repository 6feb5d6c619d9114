package accesslog

import (
	"bytes"
	"encoding/json"
)

// json parses a line in JSON, of any server whose keys are in the list below.
func (p *parser) json(line []byte, e *entry) (isRequest, ok bool) {
	ok = members(line, func(key, value []byte) { p.member(key, value, e) })
	if !ok {
		return false, false
	}
	if e.at == 0 || len(e.address) == 0 || len(e.method) == 0 {
		return false, true // another message in the same log
	}
	if e.status == 0 {
		e.status = 200 // Caddy writes 0 if the handler set none; the client then sees 200
	}
	return true, true
}

func (p *parser) member(key, value []byte, e *entry) {
	text := unquoted(value)
	switch string(key) {
	case "ts", "time", "timestamp", "@timestamp", "time_iso8601", "time_local", "msec", "StartUTC", "EdgeStartTimestamp":
		if at, ok := p.stamps.any(text); ok {
			e.at = at
		}
	case "client_ip", "ClientHost", "ClientIP", "remote_addr":
		e.address = text
	case "remote_ip":
		if len(e.address) == 0 {
			e.address = text
		}
	case "http_x_forwarded_for", "x_forwarded_for", "request_X-Forwarded-For":
		e.forwarded = text
	case "method", "request_method", "RequestMethod", "ClientRequestMethod":
		e.method = text
	case "uri", "request_uri", "RequestPath", "ClientRequestURI":
		e.uri = text
	case "host", "http_host", "server_name", "RequestHost", "ClientRequestHost":
		e.host = text
	case "status", "DownstreamStatus", "EdgeResponseStatus":
		e.status, _ = number(text)
	case "http_referer", "http_referrer", "referer", "referrer", "request_Referer", "ClientRequestReferer":
		e.referrer, e.hasReferrer = known(text), true
	case "http_user_agent", "user_agent", "agent", "request_User-Agent", "ClientRequestUserAgent":
		e.userAgent, e.hasAgent = known(text), true
	case "request":
		if len(value) > 0 && value[0] == '{' {
			members(value, func(key, value []byte) { p.member(key, value, e) })
		} else {
			e.request(text)
		}
	case "headers":
		if len(value) > 0 && value[0] == '{' { // Caddy's: all headers of the request
			e.hasReferrer, e.hasAgent = true, true
			members(value, func(key, value []byte) { header(key, value, e) })
		}
	}
}

// header reads one header of a request, an array of values.
func header(key, value []byte, e *entry) {
	switch string(key) {
	case "Referer":
		e.referrer = known(firstOf(value))
	case "User-Agent":
		e.userAgent = known(firstOf(value))
	case "X-Forwarded-For":
		e.forwarded = firstOf(value)
	case "Sec-Purpose", "Purpose", "X-Moz":
		e.prefetch = e.prefetch || bytes.Contains(firstOf(value), []byte("prefetch")) || bytes.Contains(firstOf(value), []byte("prerender"))
	}
}

func firstOf(array []byte) []byte {
	if len(array) < 2 || array[0] != '[' {
		return unquoted(array)
	}
	b := space(array[1:])
	n := skip(b)
	return unquoted(b[:max(0, n)])
}

// members calls visit for each member of an object, with its value as it is written. It doesn't check
// the values: it is faster than encoding/json, and a line that isn't JSON only yields
// nonsense. It reports whether the object is complete.
func members(b []byte, visit func(key, value []byte)) bool {
	b = space(b)
	if len(b) == 0 || b[0] != '{' {
		return false
	}
	b = space(b[1:])
	if len(b) > 0 && b[0] == '}' {
		return true
	}
	for len(b) > 0 && b[0] == '"' {
		n := skip(b)
		if n < 0 {
			return false
		}
		key := unquoted(b[:n])
		b = space(b[n:])
		if len(b) == 0 || b[0] != ':' {
			return false
		}
		b = space(b[1:])
		if n = skip(b); n <= 0 {
			return false
		}
		visit(key, b[:n])
		b = space(b[n:])
		if len(b) == 0 {
			return false
		}
		if b[0] == '}' {
			return true
		}
		if b[0] != ',' {
			return false
		}
		b = space(b[1:])
	}
	return false
}

// skip returns the length of the value at the beginning of b, or -1 if it has no end.
func skip(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			n := stringEnd(b[i:])
			if n < 0 {
				return -1
			}
			if i += n - 1; depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
	}
	return -1
}

// stringEnd returns the length of the string at the beginning of b, with its quotes, or -1.
func stringEnd(b []byte) int {
	for i := 1; i < len(b); {
		j := bytes.IndexByte(b[i:], '"')
		if j < 0 {
			return -1
		}
		j += i
		slashes := 0
		for k := j - 1; k >= 1 && b[k] == '\\'; k-- {
			slashes++
		}
		if slashes%2 == 0 {
			return j + 1
		}
		i = j + 1
	}
	return -1
}

// unquoted returns the text of a string, and any other value as it is.
func unquoted(b []byte) []byte {
	if len(b) < 2 || b[0] != '"' {
		return b
	}
	inner := b[1 : len(b)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	var s string
	if json.Unmarshal(b, &s) != nil {
		return inner
	}
	return []byte(s)
}

func space(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\r' || b[0] == '\n') {
		b = b[1:]
	}
	return b
}
