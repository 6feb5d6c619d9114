package fetch

import (
	"bufio"
	stdflate "compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

var (
	errTooLarge = errors.New("the body is larger than the cap")
	errCoding   = errors.New("the body is packed in a way we did not offer")
)

// capped counts bytes and ends with errTooLarge once more than left came.
type capped struct {
	r    io.Reader
	left int64
	n    int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.left -= int64(n)
	if c.left < 0 {
		// The byte that tells too much from just enough isn't handed on.
		return n - 1, errTooLarge
	}
	return n, err
}

// unpack undoes the Content-Encoding. We offer gzip only; deflate comes unasked from
// a few servers, in both its meanings.
func unpack(coding string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(coding)) {
	case "", "identity", "none", "utf-8", "utf8": // the last two are seen in the wild
		return r, nil
	case "gzip", "x-gzip":
		br := bufio.NewReader(r)
		// Some servers announce gzip and send plain bytes.
		if magic, err := br.Peek(2); err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
			return br, nil
		}
		z, err := gzip.NewReader(br)
		if err != nil {
			return nil, fmt.Errorf("unpacking gzip: %w", err)
		}
		z.Multistream(false)
		return &members{br, z}, nil
	case "deflate":
		br := bufio.NewReader(r)
		if magic, err := br.Peek(1); err == nil && magic[0]&0x0f == 8 {
			z, err := zlib.NewReader(br)
			if err != nil {
				return nil, fmt.Errorf("unpacking deflate: %w", err)
			}
			return z, nil
		}
		return flate.NewReader(br), nil
	}
	return nil, fmt.Errorf("%w (%q)", errCoding, coding)
}

// members reads gzip members one after another, and leaves alone what else stands behind
// the last, such as a proxy's remark.
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

// damaged tells a packed body whose bytes are wrong from one that has not come.
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
