package plain

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/namedrop/namedrop/feeds"
)

// MaxUnpacked is the limit on the unpacked size of a body that is itself gzip.
const MaxUnpacked = 16 << 20

// Oversize is the code of the warning for a compressed file that is larger than MaxUnpacked.
const Oversize = "gzip_too_large"

var errOversize = errors.New("unpacking gzip: larger than is read")

// maxPacked is how many times a body is unpacked. Two happen: a proxy compresses what its origin has
// compressed already.
const maxPacked = 2

// prologSize is how far into a body its declaration of an encoding is searched.
const prologSize = 2048

var (
	prologEncoding = regexp.MustCompile(`(?i)<\?xml[^>]*?encoding\s*=\s*["']?\s*([-\w.:]+)`)
	metaCharset    = regexp.MustCompile(`(?i)<meta[^>]*?charset\s*=\s*["']?\s*([-\w.:]+)`)
)

// Decode returns the body as UTF-8 without a byte order mark, and a warning for each repair.
//
// A body that is gzip without being announced is unpacked. The encoding is decided by, in this order:
// a byte order mark; the pattern of UTF-16; whether the bytes are valid UTF-8, which text in other
// encodings almost never is; the charset of the Content-Type; the body's own XML prolog or meta
// element; and finally windows-1252, in which every byte has a meaning.
//
// Character references that encode one character as two UTF-16 halves are joined.
func Decode(body []byte, contentType string) (text []byte, repairs []feeds.Warning) {
	text, repairs = decode(body, contentType)
	return joinSurrogates(text), repairs
}

func decode(body []byte, contentType string) (text []byte, repairs []feeds.Warning) {
	for range maxPacked {
		if len(body) < 3 || body[0] != 0x1f || body[1] != 0x8b {
			break
		}
		unpacked, err := gunzip(body)
		if len(unpacked) == 0 {
			break
		}
		body = unpacked
		repairs = append(repairs, feeds.Warn("gzip_unannounced", "The file was compressed with gzip without saying so."))
		switch {
		case errors.Is(err, errOversize):
			repairs = append(repairs, feeds.Warn("gzip_too_large", "The compressed file holds more than {limit_mb} MB; its beginning was read.", "limit_mb", strconv.Itoa(MaxUnpacked>>20)))
		case err != nil:
			repairs = append(repairs, feeds.Warn("gzip_cut_short", "The compressed file broke off; what came before was read."))
		}
	}
	if e, skip := byOrderMark(body); e != nil || skip > 0 {
		if e == nil {
			return valid(body[skip:], repairs)
		}
		return decodeWith(e, body[skip:], repairs)
	}
	if e := byPattern(body); e != nil {
		repairs = append(repairs, feeds.Warn("utf16_unannounced", "The file was UTF-16 or UTF-32 without saying so."))
		return decodeWith(e, body, repairs)
	}
	header, own := declared(body, contentType)
	if utf8.Valid(body) && !sevenBit(header, own, body) {
		return body, repairs
	}
	if mostlyUTF8(body, 20) {
		return valid(body, repairs)
	}
	for _, label := range []string{header, own} {
		e, name := charset.Lookup(label)
		if e == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16") || name == "replacement" {
			continue
		}
		return decodeWith(e, body, repairs)
	}
	if mostlyUTF8(body, 2) {
		return valid(body, repairs)
	}
	e, _ := charset.Lookup("windows-1252")
	repairs = append(repairs, feeds.Warn("encoding_wrong", "The file is not in the encoding it declares; it was read as windows-1252."))
	return decodeWith(e, body, repairs)
}

func gunzip(body []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("unpacking gzip: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, MaxUnpacked+1))
	if len(out) > MaxUnpacked {
		return out[:MaxUnpacked], errOversize
	}
	return out, err
}

// byOrderMark returns the encoding of a byte order mark and its length. A nil encoding with a length
// means UTF-8.
func byOrderMark(b []byte) (encoding.Encoding, int) {
	switch {
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		return nil, 3
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 2
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 2
	}
	return nil, 0
}

// byPattern recognizes UTF-16 and UTF-32 by their zero bytes. In text that begins with two ASCII
// characters, every second byte is zero, or all but every fourth.
func byPattern(b []byte) encoding.Encoding {
	if len(b) < 4 {
		return nil
	}
	switch {
	case b[0] != 0 && b[1] == 0 && b[2] == 0 && b[3] == 0:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case b[0] == 0 && b[1] == 0 && b[2] == 0 && b[3] != 0:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

func declared(body []byte, contentType string) (header, own string) {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		header = strings.Trim(params["charset"], `'" `)
	}
	start := body[:min(len(body), prologSize)]
	if m := prologEncoding.FindSubmatch(start); m != nil {
		own = string(m[1])
	} else if m := metaCharset.FindSubmatch(start); m != nil {
		own = string(m[1])
	}
	return header, own
}

// sevenBit reports whether the declared encoding uses ASCII bytes only, and therefore always looks like
// valid UTF-8.
func sevenBit(header, own string, body []byte) bool {
	for _, label := range []string{header, own} {
		if strings.HasPrefix(strings.ToLower(label), "iso-2022-") {
			return bytes.IndexByte(body, 0x1b) >= 0
		}
	}
	return false
}

// mostlyUTF8 reports whether a text is UTF-8 with a few invalid bytes: for each of these it has more
// than weight valid characters beyond ASCII.
func mostlyUTF8(b []byte, weight int) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > weight*bad
}

func decodeWith(e encoding.Encoding, b []byte, repairs []feeds.Warning) ([]byte, []feeds.Warning) {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return valid(b, repairs)
	}
	return valid(bytes.TrimPrefix(out, []byte("\ufeff")), repairs)
}

func valid(b []byte, repairs []feeds.Warning) ([]byte, []feeds.Warning) {
	if utf8.Valid(b) {
		return b, repairs
	}
	return strayBytes(b), append(repairs, feeds.Warn("bytes_invalid", "Some bytes are invalid in the file's encoding; they were read as windows-1252."))
}

// strayBytes decodes bytes that are invalid in UTF-8 as windows-1252, where they almost always come
// from: an old title in a new file. A UTF-8 character that was cut short becomes U+FFFD.
func strayBytes(b []byte) []byte {
	out := make([]byte, 0, len(b)+16)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r != utf8.RuneError || n > 1 {
			out = append(out, b[i:i+n]...)
			i += n
			continue
		}
		cut := i + 1
		for b[i] >= 0xc2 && cut < len(b) && cut < i+3 && b[cut]&0xc0 == 0x80 {
			cut++
		}
		if cut > i+1 {
			out = append(out, "\ufffd"...)
		} else {
			out = utf8.AppendRune(out, charmap.Windows1252.DecodeByte(b[i]))
		}
		i = cut
	}
	return out
}
