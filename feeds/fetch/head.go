package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"net"
	"regexp"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// mendedConn is a connection for one answer. It drops the header lines that aren't any before net/http
// sees them, which refuses the whole answer for one of them. Browsers and curl overlook them.
//
// Nothing can be smuggled in that way: no other answer follows on the connection, and nothing is passed
// on to another program.
type mendedConn struct {
	net.Conn
	in   *bufio.Reader
	head []byte // what is left of the mended head
	read bool   // the head was read
}

func mended(c net.Conn) net.Conn { return &mendedConn{Conn: c, in: bufio.NewReader(c)} }

func (c *mendedConn) Read(p []byte) (int, error) {
	if !c.read {
		c.read, c.head = true, mendedHead(c.in)
	}
	if len(c.head) > 0 {
		n := copy(p, c.head)
		c.head = c.head[n:]
		return n, nil
	}
	return c.in.Read(p) //nolint:wrapcheck // net/http compares it
}

// mendedHead reads the head of an answer, with those of the interim answers (100 to 199) before it, and
// returns it mended. A head that breaks off or is larger than net/http accepts is returned as it is, and
// so is anything that doesn't begin with a status line.
func mendedHead(in *bufio.Reader) []byte {
	var out []byte
	for left := maxHead; ; {
		raw, lines, whole := readHead(in, left)
		if left -= len(raw); !whole {
			return append(out, raw...)
		}
		head, interim, ok := mend(lines)
		if !ok {
			return append(out, raw...)
		}
		if out = append(out, head...); !interim {
			return out
		}
	}
}

// readHead reads up to the first empty line behind a line. raw is all that was read, and lines are the
// lines without their ends. whole is false where the input ended before, or the limit.
func readHead(in *bufio.Reader, limit int) (raw []byte, lines []string, whole bool) {
	start := 0
	for len(raw) < limit {
		part, err := in.ReadSlice('\n')
		raw = append(raw, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return raw, lines, false
		}
		line := string(bytes.TrimRight(raw[start:], "\r\n"))
		start = len(raw)
		switch {
		case line != "":
			lines = append(lines, line)
		case len(lines) > 0:
			return raw, lines, true
		}
	}
	return raw, lines, false
}

// statusLine matches the first line of an answer, as servers write it and as radio servers do ("ICY").
var statusLine = regexp.MustCompile(`^(?i)(?:HTTP/\d(?:\.\d)?|HTTP|ICY)[ \t]+([1-5]\d\d)(?:[^\d].*)?$`)

// mend returns the head with the lines that are headers: a name of the characters that HTTP allows, a
// colon and a value. A length that contradicts itself is left out, so that the body ends with the
// connection. interim reports whether another head follows; ok is false where the first line is no status.
func mend(lines []string) (head []byte, interim, ok bool) {
	status := statusLine.FindStringSubmatch(lines[0])
	if status == nil {
		return nil, false, false
	}
	var fields [][2]string
	var lengths, codings []string
	var last *[2]string // the field that a line may continue; nil behind one that was dropped
	for _, line := range lines[1:] {
		if line[0] == ' ' || line[0] == '\t' {
			if last != nil {
				last[1] += " " + value(line)
			}
			continue
		}
		name, rest, found := strings.Cut(line, ":")
		name, last = strings.TrimRight(name, " \t"), nil
		if !found || !httpguts.ValidHeaderFieldName(name) {
			continue
		}
		switch v := value(rest); strings.ToLower(name) {
		case "content-length":
			lengths = append(lengths, list(v)...)
		case "transfer-encoding":
			codings = append(codings, list(strings.ToLower(v))...)
		default:
			fields = append(fields, [2]string{name, v})
			last = &fields[len(fields)-1]
		}
	}
	for _, c := range codings {
		if c == "chunked" {
			fields, lengths = append(fields, [2]string{"Transfer-Encoding", c}), nil
			break
		}
	}
	if len(lengths) > 0 && agree(lengths) {
		fields = append(fields, [2]string{"Content-Length", lengths[0]})
	}
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 " + status[1] + "\r\n")
	for _, f := range fields {
		b.WriteString(f[0] + ": " + f[1] + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes(), status[1][0] == '1' && status[1] != "101", true
}

// value returns the value of a header without the control characters that it must not have.
func value(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s))
}

func list(v string) []string {
	return strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })
}

// agree reports whether all values are the same number.
func agree(lengths []string) bool {
	for _, l := range lengths {
		if l != lengths[0] || len(l) > 18 || strings.Trim(l, "0123456789") != "" {
			return false
		}
	}
	return true
}
