package detectcmd

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxLine is the longest line that is read. A book of ten million words is shorter.
const maxLine = 256 << 20

var errTooLong = errors.New("the document is longer than 256 MB")

// lines reads non-empty lines of up to maxLine bytes.
type lines struct {
	in     *bufio.Reader
	buf    []byte
	number int
}

func newLines(in io.Reader) *lines { return &lines{in: bufio.NewReaderSize(in, 256<<10)} }

// next returns the next non-empty line. It is valid until the next call.
func (l *lines) next() ([]byte, error) {
	for {
		line, err := l.read()
		if err != nil {
			return nil, err
		}
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
		if len(line) > 0 {
			return line, nil
		}
	}
}

func (l *lines) read() ([]byte, error) {
	l.buf = l.buf[:0]
	long := false
	for {
		part, err := l.in.ReadSlice('\n')
		if !long {
			l.buf = append(l.buf, part...)
		}
		if len(l.buf) > maxLine {
			long = true
			l.buf = l.buf[:0]
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(l.buf) == 0 && !long:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		}
		l.number++
		if long {
			return nil, errTooLong
		}
		return l.buf, nil
	}
}

// drained reports whether all input that has arrived was read.
func (l *lines) drained() bool { return l.in.Buffered() == 0 }
