package archive

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"github.com/namedrop/namedrop/feeds"
)

// A body is the text of a document in a compact binary form:
//
//	text
//	number of cues
//	how times are written (one byte)
//	all times: start and end of each cue
//	all speakers
//	all texts of cues
//
// A string is its length and its bytes; every whole number is a varint. Times are written as
// milliseconds, each as the difference to the one before, if no time loses anything by that;
// otherwise as the bits of the float64 seconds. Columns of like values compress better than
// rows, and the small differences fit one or two bytes: this is ten times faster than JSON
// and, compressed, smaller.
//
// A cue without a time of its own is stored with the end -1: no other cue has one, and versions that
// don't know such cues still read the body.
const (
	timesInMillis = 0
	timesInBits   = 1
)

func encodeBody(b []byte, text string, cues []feeds.Cue) []byte {
	size := len(text) + 16
	exact := true
	for _, c := range cues {
		size += len(c.Speaker) + len(c.Text) + 12
		exact = exact && millis(c.Start) && millis(storedEnd(c))
	}
	b = appendString(slices.Grow(b, size), text)
	b = binary.AppendUvarint(b, uint64(len(cues)))
	if exact {
		b = append(b, timesInMillis)
		last := int64(0)
		for _, c := range cues {
			for _, t := range [2]float64{c.Start, storedEnd(c)} {
				ms := int64(math.Round(t * 1000))
				b = binary.AppendVarint(b, ms-last)
				last = ms
			}
		}
	} else {
		b = append(b, timesInBits)
		for _, c := range cues {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(c.Start))
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(storedEnd(c)))
		}
	}
	for _, c := range cues {
		b = appendString(b, c.Speaker)
	}
	for _, c := range cues {
		b = appendString(b, c.Text)
	}
	return b
}

func storedEnd(c feeds.Cue) float64 {
	if c.Untimed {
		return -1
	}
	return c.End
}

// millis reports whether whole milliseconds give back exactly the same time. Negative zero
// does not survive; large times could overflow.
func millis(t float64) bool {
	if math.Abs(t) > 1e9 || t == 0 && math.Signbit(t) {
		return false
	}
	return float64(int64(math.Round(t*1000)))/1000 == t
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

var errBody = errors.New("the body is cut off or has bytes at its end")

// bodyReader decodes a body. After the first error it returns only zero values, so callers
// check bad once, at the end.
type bodyReader struct {
	text string // the whole body: strings are slices of it, without copies of their own
	b    []byte
	bad  bool
}

func (r *bodyReader) count() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *bodyReader) delta() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *bodyReader) bits() float64 {
	if len(r.b) < 8 {
		r.bad, r.b = true, nil
		return 0
	}
	v := binary.LittleEndian.Uint64(r.b)
	r.b = r.b[8:]
	return math.Float64frombits(v)
}

func (r *bodyReader) string() string {
	n := r.count()
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return ""
	}
	at := len(r.text) - len(r.b)
	r.b = r.b[n:]
	return r.text[at : at+n]
}

func decodeBody(b []byte) (text string, cues []feeds.Cue, err error) {
	r := &bodyReader{text: string(b), b: b}
	text = r.string()
	if n := r.count(); n > 0 {
		cues = make([]feeds.Cue, n)
	}
	if len(r.b) == 0 {
		return "", nil, errBody
	}
	form := r.b[0]
	r.b = r.b[1:]
	last := int64(0)
	for i := range cues {
		for _, t := range [2]*float64{&cues[i].Start, &cues[i].End} {
			switch form {
			case timesInMillis:
				last += r.delta()
				*t = float64(last) / 1000
			case timesInBits:
				*t = r.bits()
			default:
				return "", nil, errBody
			}
		}
	}
	for i := range cues {
		if c := &cues[i]; c.End == -1 {
			c.End, c.Untimed = c.Start, true
		}
	}
	speaker := ""
	for i := range cues {
		// Share one string for all cues in a row by the same speaker.
		if s := r.string(); s != speaker {
			speaker = s
		}
		cues[i].Speaker = speaker
	}
	for i := range cues {
		cues[i].Text = r.string()
	}
	if r.bad || len(r.b) > 0 {
		return "", nil, errBody
	}
	return text, slices.Clip(cues), nil
}
