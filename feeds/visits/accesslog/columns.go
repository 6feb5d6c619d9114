package accesslog

import (
	"bytes"
	"net/url"
)

// cloudFront are the columns of CloudFront's standard log, which are needed where the file's header is missing.
var cloudFront = map[string]int{"date": 0, "time": 1, "c-ip": 4, "cs-method": 5, "cs(Host)": 6, "cs-uri-stem": 7, "sc-status": 8, "cs(Referer)": 9, "cs(User-Agent)": 10, "cs-uri-query": 11, "x-host-header": 15}

// cloudFrontTabs is the number of tabs in a line of that log.
const cloudFrontTabs = 32

const maxColumns = 128

// directive reads a line that begins with #, as in IIS's and CloudFront's logs.
func (p *parser) directive(line []byte) {
	if names, ok := bytes.CutPrefix(line, []byte("#Fields:")); ok {
		p.fields = map[string]int{}
		for i, name := range bytes.Fields(names) {
			if i < maxColumns {
				p.fields[string(name)] = i
			}
		}
	}
}

// extended parses a line whose columns were named by #Fields.
func (p *parser) extended(line []byte, fields map[string]int, e *entry) bool {
	cells := p.split(line)
	cell := func(names ...string) []byte {
		for _, name := range names {
			if i, ok := fields[name]; ok && i < len(cells) && known(cells[i]) != nil {
				return cells[i]
			}
		}
		return nil
	}
	var ok bool
	day, clock := cell("date", "date-local"), cell("time", "time-local")
	if e.at, ok = p.stamps.any(bytes.Join([][]byte{day, clock}, []byte(" "))); !ok {
		return false
	}
	e.address, e.method, e.host = cell("c-ip"), cell("cs-method"), cell("x-host-header", "cs(Host)", "cs-host")
	e.forwarded = cell("x-forwarded-for")
	e.uri = cell("cs-uri-stem")
	if q := cell("cs-uri-query"); q != nil {
		e.uri = bytes.Join([][]byte{e.uri, q}, []byte("?"))
	}
	e.status, _ = number(cell("sc-status"))
	_, e.hasReferrer = fields["cs(Referer)"]
	_, e.hasAgent = fields["cs(User-Agent)"]
	e.referrer, e.userAgent = cell("cs(Referer)"), cell("cs(User-Agent)")
	if bytes.IndexByte(e.userAgent, ' ') < 0 { // spaces are written as %20 or +
		for range 2 {
			if text, err := url.QueryUnescape(string(e.userAgent)); err == nil {
				e.userAgent = []byte(text)
			}
		}
	}
	return len(e.address) > 0
}

// balancer parses a line of an AWS application load balancer. It has no referrer.
func (p *parser) balancer(line []byte, e *entry) bool {
	kind, _ := word(line)
	switch string(kind) {
	case "http", "https", "h2", "grpcs", "ws", "wss":
	default:
		return false
	}
	cells := p.split(line)
	if len(cells) < 14 {
		return false
	}
	var ok bool
	if e.at, ok = p.stamps.any(cells[1]); !ok {
		return false
	}
	e.address = cells[3]
	if i := bytes.LastIndexByte(e.address, ':'); i > 0 {
		e.address = e.address[:i]
	}
	e.status, _ = number(cells[8])
	e.request(cells[12])
	e.userAgent, e.hasAgent = known(cells[13]), true
	return true
}

// split splits a line at tabs, or else at spaces outside of quotes.
func (p *parser) split(line []byte) [][]byte {
	p.cells = p.cells[:0]
	if bytes.IndexByte(line, '\t') >= 0 {
		for cell := range bytes.SplitSeq(line, []byte{'\t'}) {
			if len(p.cells) == maxColumns {
				break
			}
			p.cells = append(p.cells, cell)
		}
		return p.cells
	}
	for len(line) > 0 && len(p.cells) < maxColumns {
		var cell []byte
		if line[0] == '"' {
			text, rest, ok := quoted(line)
			if !ok {
				break
			}
			cell, line = text, bytes.TrimPrefix(rest, []byte(" "))
		} else {
			cell, line = word(line)
		}
		p.cells = append(p.cells, cell)
	}
	return p.cells
}
