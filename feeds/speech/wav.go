package speech

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// pieceTime is how long cutting out a piece may take.
const pieceTime = 10 * time.Minute

var errNoSound = errors.New("there is no sound in it")

// wav is a recording of PCM samples, which is cut at any sample.
type wav struct {
	f           *os.File
	format      []byte // the fmt chunk
	from, size  int64  // of the samples in the file
	rate, frame int64  // bytes a second, bytes a sample of all channels
	length      float64
}

// maxFormat is more than any fmt chunk of PCM takes.
const maxFormat = 128

func openWAV(name string, length float64) (*wav, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	w, err := readWAV(f, length)
	if err != nil {
		f.Close()
		return nil, err
	}
	return w, nil
}

func readWAV(f *os.File, length float64) (*wav, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	w := &wav{f: f, length: length}
	var head [12]byte
	if _, err := f.ReadAt(head[:], 0); err != nil || string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return nil, errors.New("not a WAV file")
	}
	for at := int64(12); at+8 <= info.Size(); {
		var chunk [8]byte
		if _, err := f.ReadAt(chunk[:], at); err != nil {
			return nil, err
		}
		size := int64(binary.LittleEndian.Uint32(chunk[4:]))
		switch string(chunk[:4]) {
		case "fmt ":
			if size < 16 || size > maxFormat {
				return nil, errors.New("not PCM")
			}
			w.format = make([]byte, size)
			if _, err := f.ReadAt(w.format, at+8); err != nil {
				return nil, err
			}
			w.rate, w.frame = int64(binary.LittleEndian.Uint32(w.format[8:])), int64(binary.LittleEndian.Uint16(w.format[12:]))
			if kind := binary.LittleEndian.Uint16(w.format); kind != 1 && kind != 0xfffe || w.rate < 1000 || w.frame < 1 {
				return nil, errors.New("not PCM")
			}
		case "data":
			if w.rate == 0 {
				return nil, errors.New("samples before their format")
			}
			// A writer to a pipe doesn't know the size and leaves 0 or all bits set.
			if w.from = at + 8; size == 0 || size > info.Size()-w.from {
				size = info.Size() - w.from
			}
			w.size = size / w.frame * w.frame
			if w.size == 0 {
				return nil, errNoSound
			}
			return w, nil
		}
		at += 8 + size + size%2
	}
	return nil, errNoSound
}

func (w *wav) seconds() float64 { return float64(w.size) / float64(w.rate) }
func (w *wav) close()           { w.f.Close() }

func (w *wav) piece(_ context.Context, dir string, done float64) (piece, error) {
	if done >= w.seconds()-0.1 {
		return piece{}, nil
	}
	start := max(0, done-overlap)
	if start == 0 && w.seconds() <= w.length+overlap {
		return piece{name: w.f.Name(), seconds: w.seconds(), last: true}, nil
	}
	from := int64(start*float64(w.rate)) / w.frame * w.frame
	size := min(w.size-from, int64((w.length+overlap)*float64(w.rate))/w.frame*w.frame)
	out := filepath.Join(dir, "piece.wav")
	if err := w.write(out, from, size); err != nil {
		return piece{}, fmt.Errorf("writing a piece of a recording: %w", err)
	}
	return piece{name: out, start: float64(from) / float64(w.rate), seconds: float64(size) / float64(w.rate), last: from+size == w.size, temporary: true}, nil
}

func (w *wav) write(name string, from, size int64) error {
	out, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+8+len(w.format)+8)+uint32(size)) //nolint:gosec // a piece is far below 4 GB
	head = append(head, "WAVEfmt "...)
	head = append(binary.LittleEndian.AppendUint32(head, uint32(len(w.format))), w.format...) //nolint:gosec // at most maxFormat
	head = binary.LittleEndian.AppendUint32(append(head, "data"...), uint32(size))            //nolint:gosec // as above
	_, err = out.Write(head)
	if err == nil {
		_, err = io.Copy(out, io.NewSectionReader(w.f, w.from+from, size))
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}
