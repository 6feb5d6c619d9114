// Package screen is the one way from a command to a terminal. Titles, names and quotes
// are written by strangers: their text must not move the cursor, colour, hide or reorder words, or
// be invisible.
//
// It removes control characters except line feed and tab, Unicode's format
// characters (marks and overrides of direction, zero-width space and joiner, soft hyphen,
// tags, byte order mark), line and paragraph separators, and invisible fillers.
// It keeps U+200C and U+200D, which Persian, Hindi and emoji need, variation selectors, and the few
// format characters that are visible. Bytes that are not UTF-8 become U+FFFD.
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

// Kind is the kind of output. It decides what happens to an unsafe character.
type Kind int

// The kinds.
const (
	Text Kind = iota // removed
	JSON             // escaped as \uXXXX, so that the value stays the same
	Data             // kept in a file or pipe, removed on a terminal: CSV, OPML
)

// Writer removes or escapes what is unsafe to show. It is safe for concurrent use.
type Writer struct {
	terminal bool

	mu   sync.Mutex
	to   io.Writer
	kind Kind
	cut  []byte // beginning of a character whose end has not been written yet
	buf  []byte
}

// New returns a writer of text to w. Of is the file behind w, by which a terminal is recognized; it
// is nil if w is that file.
func New(w io.Writer, of io.Writer) *Writer {
	if of == nil {
		of = w
	}
	return &Writer{to: w, terminal: isTerminal(of)}
}

// Terminal reports whether the output is a terminal. Progress is shown only there.
func (w *Writer) Terminal() bool { return w.terminal }

// Writes sets the kind of the following writes.
func (w *Writer) Writes(k Kind) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kind = k
}

// Write writes all of p, or returns the error of the writer below.
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

// Close writes U+FFFD for a last, incomplete character. The writer can still be used.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.cut) == 0 {
		return nil
	}
	w.buf, w.cut = append(w.buf[:0], string(utf8.RuneError)...), nil
	return w.flush()
}

// Progress replaces the current line on a terminal, and does nothing elsewhere. An empty text
// clears the line.
func (w *Writer) Progress(text string) {
	if !w.terminal {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, _ = io.WriteString(w.to, "\r\x1b[K"+Line(text)) // the only escape sequence that we write
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
	case w.kind == JSON && r != '\r': // \r is between JSON values, where an escape is not allowed
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

// Line returns a text without unsafe characters, on one line.
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
	// Invisible, though not format characters; and unassigned tags.
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
