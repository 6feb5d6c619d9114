package accesslog

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"github.com/namedrop/namedrop/feeds"
)

const (
	maxLine  = 64 << 10
	maxBytes = 1 << 40 // unpacked: nobody waits for more
)

// unpacked reads a file whose parts may be packed with gzip, as when rotated logs are written one after
// the other: cat access.log.2.gz access.log.1.gz access.log. What a part is shows in its first bytes.
type unpacked struct {
	src   *bufio.Reader
	z     *gzip.Reader
	open  bool // z is within a part
	plain bool
	n     int64
}

func unpack(r io.Reader) *unpacked { return &unpacked{src: bufio.NewReaderSize(r, 64<<10)} }

func (u *unpacked) Read(p []byte) (int, error) {
	for {
		if !u.open && !u.plain {
			if err := u.next(); err != nil {
				return 0, err
			}
		}
		var n int
		var err error
		if u.plain {
			n, err = u.src.Read(p)
		} else if n, err = u.z.Read(p); errors.Is(err, io.EOF) {
			u.open, err = false, nil
		} else if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			err = notUnpacked(err)
		}
		if u.n += int64(n); u.n > maxBytes {
			return 0, feeds.Mistaken("log_too_large", "unpacked, the file is too large")
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// notUnpacked returns the mistake of a packed file that is damaged. An error of reading it stays as it is.
func notUnpacked(err error) error {
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, io.EOF) || errors.As(err, new(flate.CorruptInputError)) {
		return feeds.Mistaken("log_damaged", "the file can't be unpacked: it is damaged")
	}
	return err
}

// next looks at the beginning of a part.
func (u *unpacked) next() error {
	head, err := u.src.Peek(2)
	if len(head) == 0 {
		return err
	}
	if !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		u.plain = true
		return nil
	}
	if u.z == nil {
		u.z, err = gzip.NewReader(u.src)
	} else {
		err = u.z.Reset(u.src)
	}
	if err != nil {
		return notUnpacked(err)
	}
	u.z.Multistream(false)
	u.open = true
	return nil
}

// lines reads lines. One that is too long is left out.
type lines struct{ r *bufio.Reader }

func newLines(r io.Reader) *lines { return &lines{bufio.NewReaderSize(unpack(r), maxLine)} }

// next returns a line without its end, which is valid until the next call. ok is false for a line
// that is too long. whole is false for a last line without an end.
func (l *lines) next() (line []byte, ok, whole bool, err error) {
	line, err = l.r.ReadSlice('\n')
	switch {
	case err == nil:
		line = line[:len(line)-1]
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		return line, true, true, nil
	case errors.Is(err, io.EOF) && len(line) > 0:
		return line, true, false, nil
	case errors.Is(err, bufio.ErrBufferFull):
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = l.r.ReadSlice('\n')
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return nil, false, true, err
	}
	return nil, false, false, err
}

// parser reads lines of all formats. Lines of several may be mixed.
type parser struct {
	stamps stamps
	fields map[string]int // of an extended log
	cells  [][]byte
}

type outcome int

const (
	request   outcome = iota
	other             // a line that is no request and no mistake: a heading, a message, noise
	malformed         // a line that can't be read
)

func (p *parser) parse(line []byte, e *entry) outcome {
	*e = entry{}
	if len(line) == 0 {
		return other
	}
	if line[0] == '#' {
		p.directive(line)
		return other
	}
	if p.fields != nil && line[0] != '{' {
		return decide(p.extended(line, p.fields, e), e)
	}
	if line[0] != '{' {
		if p.text(line, e) || p.balancer(line, e) {
			return decide(true, e)
		}
		if bytes.Count(line, []byte{'\t'}) >= cloudFrontTabs-3 {
			return decide(p.extended(line, cloudFront, e), e)
		}
	}
	brace := bytes.IndexByte(line, '{') // log collectors write a prefix
	if brace < 0 {
		return malformed
	}
	*e = entry{}
	isRequest, ok := p.json(line[brace:], e)
	switch {
	case !ok:
		return malformed
	case !isRequest:
		return other
	}
	return request
}

func decide(ok bool, e *entry) outcome {
	switch {
	case !ok:
		return malformed
	case len(e.method) == 0:
		return other
	}
	return request
}
