package demo

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"sort"

	"github.com/namedrop/namedrop/feeds"
)

const (
	sampleRate = 8000 // 8 bit, mono: 8 kB for a second
	wavHeader  = 44
)

// audioLength returns the size of a recording of that many seconds.
func audioLength(seconds float64) int64 { return wavHeader + int64(seconds*sampleRate) }

// audio is a recording in which every speaker hums at a pitch of their own while they
// talk. The samples are computed as they are read, so a seek costs nothing.
type audio struct {
	cues    []feeds.Cue
	pitch   map[string]float64
	size    int64
	at      int64
	heading [wavHeader]byte
}

func newAudio(e *episode) *audio {
	a := &audio{cues: e.cues, pitch: map[string]float64{}, size: audioLength(e.duration)}
	for i, p := range e.people {
		a.pitch[p.Name] = [...]float64{146.8, 196, 233.1, 174.6}[i%4]
	}
	h := a.heading[:]
	copy(h[0:], "RIFF")
	binary.LittleEndian.PutUint32(h[4:], uint32(a.size-8))
	copy(h[8:], "WAVEfmt ")
	binary.LittleEndian.PutUint32(h[16:], 16)
	binary.LittleEndian.PutUint16(h[20:], 1) // PCM
	binary.LittleEndian.PutUint16(h[22:], 1) // mono
	binary.LittleEndian.PutUint32(h[24:], sampleRate)
	binary.LittleEndian.PutUint32(h[28:], sampleRate)
	binary.LittleEndian.PutUint16(h[32:], 1)
	binary.LittleEndian.PutUint16(h[34:], 8)
	copy(h[36:], "data")
	binary.LittleEndian.PutUint32(h[40:], uint32(a.size-wavHeader))
	return a
}

func (a *audio) Read(p []byte) (int, error) {
	if a.at >= a.size {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), a.size-a.at))
	for i := range n {
		p[i] = a.sample(a.at + int64(i))
	}
	a.at += int64(n)
	return n, nil
}

func (a *audio) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += a.at
	case io.SeekEnd:
		offset += a.size
	}
	if offset < 0 {
		return 0, errors.New("seeking before the start of a recording")
	}
	a.at = offset
	return offset, nil
}

func (a *audio) sample(at int64) byte {
	if at < wavHeader {
		return a.heading[at]
	}
	t := float64(at-wavHeader) / sampleRate
	next := sort.Search(len(a.cues), func(i int) bool { return a.cues[i].Start > t })
	if next == 0 || t > a.cues[next-1].End {
		return 128
	}
	c := a.cues[next-1]
	syllable := math.Abs(math.Sin(math.Pi * 3.4 * (t - c.Start)))
	return byte(128 + 24*syllable*math.Sin(2*math.Pi*a.pitch[c.Speaker]*t))
}
