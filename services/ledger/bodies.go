package ledger

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/namedrop/namedrop/feeds"
)

// bodyCues is the first byte of a stored body: zstd over what encodeBody wrote. A later
// format gets another number, and this one stays readable.
const bodyCues = 1

// maxBody bounds what a damaged body may make us allocate.
const maxBody = 256 << 20

type coder struct {
	*zstd.Encoder
	*zstd.Decoder
}

// zstdCoder is made at first use: its tables are large, and it serves many goroutines.
var zstdCoder = sync.OnceValue(func() coder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // only wrong options
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody))
	if err != nil {
		panic(err)
	}
	return coder{e, d}
})

// plain lends room for a body that is not packed.
var plain = sync.Pool{New: func() any { return new([]byte) }}

// largeBody is the size of a body whose room is not kept for the next.
const largeBody = 1 << 20

func giveBack(room *[]byte) {
	if cap(*room) <= largeBody {
		plain.Put(room)
	}
}

func packBody(d *feeds.Document) []byte {
	room := plain.Get().(*[]byte)
	defer giveBack(room)
	*room = encodeBody((*room)[:0], d.Text, d.Cues)
	if len(*room) > largeBody {
		// The room to pack it in is made as it is needed: texts that size are not prose.
		return zstdCoder().EncodeAll(*room, append(make([]byte, 0, largeBody), bodyCues))
	}
	return zstdCoder().EncodeAll(*room, append(make([]byte, 0, len(*room)/2+64), bodyCues))
}

func unpackBody(packed []byte, d *feeds.Document) error {
	if len(packed) == 0 {
		return nil
	}
	if packed[0] != bodyCues {
		return fmt.Errorf("the body of %s has format %d: %w", d.ID, packed[0], ErrNewer)
	}
	room := plain.Get().(*[]byte)
	defer giveBack(room)
	b, err := zstdCoder().DecodeAll(packed[1:], (*room)[:0])
	if err == nil {
		*room = b
		d.Text, d.Cues, err = decodeBody(b)
	}
	if err != nil {
		return fmt.Errorf("unpacking the body of %s: %w: %w", d.ID, ErrDamaged, err)
	}
	return nil
}
