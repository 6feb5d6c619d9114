package ledger

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/namedrop/namedrop/feeds"
)

// body is what was said or written, apart from the rest of a document.
type body struct {
	Text string      `json:"text,omitempty"`
	Cues []feeds.Cue `json:"cues,omitempty"`
}

// bodyJSON is the first byte of a stored body: zstd over JSON. A later format gets
// another number, and this one stays readable.
const bodyJSON = 1

// maxBody bounds what a damaged body may make us allocate.
const maxBody = 256 << 20

// zstdCoder is made once: its tables are large, and it is safe for many goroutines.
var zstdCoder = sync.OnceValue(func() (c struct {
	*zstd.Encoder
	*zstd.Decoder
}) {
	var err error
	if c.Encoder, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(2), zstd.WithLowerEncoderMem(true)); err != nil {
		panic(err) // only wrong options
	}
	if c.Decoder, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody)); err != nil {
		panic(err)
	}
	return c
})

func packBody(d *feeds.Document) ([]byte, error) {
	b, err := json.Marshal(body{d.Text, d.Cues})
	if err != nil {
		return nil, fmt.Errorf("packing the body of %s: %w", d.ID, err)
	}
	return zstdCoder().EncodeAll(b, append(make([]byte, 0, len(b)/2+64), bodyJSON)), nil
}

func unpackBody(packed []byte, d *feeds.Document) error {
	if len(packed) == 0 {
		return nil
	}
	if packed[0] != bodyJSON {
		return fmt.Errorf("the body of %s has format %d: %w", d.ID, packed[0], ErrNewer)
	}
	b, err := zstdCoder().DecodeAll(packed[1:], nil)
	if err != nil {
		return fmt.Errorf("unpacking the body of %s: %w: %w", d.ID, ErrDamaged, err)
	}
	var v body
	if err := json.Unmarshal(b, &v); err != nil {
		return fmt.Errorf("unpacking the body of %s: %w: %w", d.ID, ErrDamaged, err)
	}
	d.Text, d.Cues = v.Text, v.Cues
	return nil
}
