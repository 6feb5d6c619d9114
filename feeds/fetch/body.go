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

// unpack undoes the Content-Encoding. We offer gzip only. A few servers send deflate all the
// same: some as zlib, as the standard says, some as the bare deflate stream.
func unpack(coding string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(coding)) {
	case "", "identity", "none", "utf-8", "utf8": // some servers put the charset here
		return r, nil
	case "gzip", "x-gzip":
		br := bufio.NewReader(r)
		// Some servers announce gzip and send plain bytes. The first two bytes tell.
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
