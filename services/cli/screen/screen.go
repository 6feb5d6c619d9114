// Package screen is the one way from a command to a terminal. Titles, names and quotes
// are written by strangers: nothing of theirs may move the cursor, colour or hide words,
// turn their order round, or be there without being seen.
//
// What is left out: control characters but line feed and tab, what Unicode calls format
// characters (marks and overrides of direction, zero-width space and joiner, soft hyphen,
// tags, byte order mark), line and paragraph separators, and fillers that show nothing.
// What stays: U+200C and U+200D, which Persian, Hindi and emoji are spelled with,
// variation selectors, and the few format characters that are seen. Bytes that are not
// UTF-8 become U+FFFD.
package screen

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Kind is what is written, and so what becomes of an unsafe character.
type Kind int

// The kinds.
const (
	Text Kind = iota // left out
	JSON             // escaped as \uXXXX: the value stays what it was
	Data             // kept in a file or pipe, left out on a terminal: CSV, OPML
)

// Writer writes what is safe to show. It is safe for concurrent use.
type Writer struct {
	terminal bool

	mu   sync.Mutex
	to   io.Writer
	kind Kind
	cut  []byte // the beginning of a character whose end is yet to come
	buf  []byte
}

// New returns a writer of text to w. A terminal is recognised; of is the file behind w
// where w itself is none, and may be nil.
func New(w io.Writer, of io.Writer) *Writer {
	if of == nil {
		of = w
	}
	return &Writer{to: w, terminal: isTerminal(of)}
}

// Terminal reports whether somebody watches: progress is drawn for people only.
func (w *Writer) Terminal() bool { return w.terminal }

// Writes says what the following writes are.
func (w *Writer) Writes(k Kind) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kind = k
}

// Write takes all of p, or returns the error of the writer below.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.kind == Data && !w.terminal {
		return w.to.Write(p)
	}
	in := p
	if len(w.cut) > 0 {
		in = append(w.cut, p...)
	}
	w.buf = w.buf[:0]
	for len(in) > 0 && (in[0] < utf8.RuneSelf || utf8.FullRune(in)) {
		r, size := utf8.DecodeRune(in)
		w.put(r, in[:size])
		in = in[size:]
	}
	w.cut = append([]byte(nil), in...)
	return len(p), w.flush()
}

// Close writes what a last, incomplete character becomes. The writer can still be used.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.cut) == 0 {
		return nil
	}
	w.buf, w.cut = append(w.buf[:0], string(utf8.RuneError)...), nil
	return w.flush()
}

// Progress replaces the line on a terminal, and is nothing elsewhere. Empty clears it.
func (w *Writer) Progress(text string) {
	if !w.terminal {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, _ = io.WriteString(w.to, "\r\x1b[K"+Line(text)) // the only sequence that is ours
}

func (w *Writer) flush() error {
	if len(w.buf) == 0 {
		return nil
	}
	n, err := w.to.Write(w.buf)
	if err == nil && n < len(w.buf) {
		err = io.ErrShortWrite
	}
	return err
}

func (w *Writer) put(r rune, as []byte) {
	switch {
	case r == utf8.RuneError && len(as) == 1:
		w.buf = append(w.buf, string(utf8.RuneError)...)
	case !unsafe(r):
		w.buf = append(w.buf, as...)
	case w.kind == JSON && r != '\r': // which stands between values, where no escape may
		w.buf = escape(w.buf, r)
	case w.kind != JSON && unicode.In(r, unicode.Zl, unicode.Zp):
		w.buf = append(w.buf, ' ')
	}
}

func escape(b []byte, r rune) []byte {
	if r > 0xffff {
		r -= 0x10000
		return fmt.Appendf(b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
	}
	return fmt.Appendf(b, `\u%04x`, r)
}

// Line is a text without what is unsafe, on one line.
func Line(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unsafe(r):
			return -1
		}
		return r
	}, s)
}

func unsafe(r rune) bool {
	switch {
	case r < 0x7f:
		return r < 0x20 && r != '\n' && r != '\t'
	case r < 0xa0:
		return true
	case r == 0x200c || r == 0x200d:
		return false
	case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
	}
	// Shown as nothing, though not called format characters; and unassigned tags.
	return r == 0x034f || r == 0x17b4 || r == 0x17b5 || r == 0x3164 || r == 0xffa0 || r == 0x2065 ||
		r >= 0xfff0 && r <= 0xfff8 || r >= 0xe0000 && r <= 0xe00ff
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
