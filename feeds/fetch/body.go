package fetch

import (
	"bufio"
	"bytes"
	stdflate "compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

var (
	errTooLarge = errors.New("the body is larger than the limit")
	errCoding   = errors.New("the body has a content encoding that was not offered")
)

// capped counts the bytes that are read through it and returns errTooLarge once there are
// more than left. Each body goes through two of them: one counts the bytes as they are sent,
// the other as they are unpacked. Without the second a small packed body could fill the
// memory.
type capped struct {
	r    io.Reader
	left int64
	n    int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, errTooLarge
	}
	// One byte more than allowed is asked for: only that byte tells a body that is too large
	// from one that is exactly as large as the limit.
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.left -= int64(n)
	if c.left < 0 {
		// The byte beyond the limit is not passed on.
		return n - 1, errTooLarge
	}
	return n, err
}

// unpack undoes the Content-Encoding, the last one first. We offer gzip only. A few servers send deflate
// all the same: some as zlib, as the standard says, some as the bare deflate stream. Others name what is
// no coding (a charset, "binary", "aws-chunked"), or one that the body doesn't have. The body decides:
// what begins as gzip is unpacked, and what is readable is taken as it is.
func unpack(coding string, r io.Reader) (io.Reader, error) {
	codings := strings.FieldsFunc(strings.ToLower(coding), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if len(codings) > maxCodings {
		return nil, fmt.Errorf("%w (%d of them)", errCoding, len(codings))
	}
	for _, c := range slices.Backward(codings) {
		br := bufio.NewReader(r)
		r = br
		magic, _ := br.Peek(2)
		packed := len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b
		switch c {
		case "gzip", "x-gzip", "*":
			if !packed { // some servers announce gzip and send plain bytes
				continue
			}
			z, err := gzip.NewReader(br)
			if err != nil {
				return nil, fmt.Errorf("unpacking gzip: %w", err)
			}
			z.Multistream(false)
			r = &members{br, z}
		case "deflate":
			if readable(br) {
				continue
			}
			if magic, err := br.Peek(1); err == nil && magic[0]&0x0f == 8 {
				z, err := zlib.NewReader(br)
				if err != nil {
					return nil, fmt.Errorf("unpacking deflate: %w", err)
				}
				r = z
				continue
			}
			r = flate.NewReader(br)
		case "br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip":
			if !packed && !readable(br) {
				return nil, fmt.Errorf("%w (%q)", errCoding, c)
			}
		}
	}
	return r, nil
}

// maxCodings is more codings than any honest answer has.
const maxCodings = 8

// readable reports whether a body begins as text: hardly any control characters, and valid UTF-8 or
// letters of an older encoding.
func readable(br *bufio.Reader) bool {
	head, _ := br.Peek(512)
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true // UTF-16
	}
	control, high := 0, 0
	for _, c := range head {
		switch {
		case c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f':
			control++
		case c >= 0x80:
			high++
		}
	}
	return len(head) > 0 && control == 0 && (high*10 < len(head) || utf8.Valid(head[:max(0, len(head)-4)]))
}

// members reads one gzip member after another and ignores other bytes behind the last one,
// which some proxies add. The standard reader would fail on them and lose the whole body.
type members struct {
	r *bufio.Reader
	z *gzip.Reader
}

func (m *members) Read(p []byte) (int, error) {
	n, err := m.z.Read(p)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	if magic, _ := m.r.Peek(3); string(magic) != "\x1f\x8b\x08" || m.z.Reset(m.r) != nil {
		return n, io.EOF
	}
	m.z.Multistream(false)
	return n, nil
}

// damaged reports whether the bytes of a packed body are wrong, as opposed to a body that
// did not arrive.
func damaged(err error) bool {
	var (
		corrupt flate.CorruptInputError
		foreign stdflate.CorruptInputError
	)
	for _, known := range []error{gzip.ErrHeader, gzip.ErrChecksum, zlib.ErrHeader, zlib.ErrChecksum, zlib.ErrDictionary} {
		if errors.Is(err, known) {
			return true
		}
	}
	return errors.As(err, &corrupt) || errors.As(err, &foreign)
}
