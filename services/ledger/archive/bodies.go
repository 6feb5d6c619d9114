package archive

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
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

// buffers lends buffer for a body that is not packed.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// largeBody is the size of a body whose buffer is not kept for the next.
const largeBody = 1 << 20

func returnBuffer(buffer *[]byte) {
	if cap(*buffer) <= largeBody {
		buffers.Put(buffer)
	}
}

func packBody(d *feeds.Document) []byte {
	buffer := buffers.Get().(*[]byte)
	defer returnBuffer(buffer)
	*buffer = encodeBody((*buffer)[:0], d.Text, d.Cues)
	if len(*buffer) > largeBody {
		// The buffer to pack it in is made as it is needed: texts that size are not prose.
		return zstdCoder().EncodeAll(*buffer, append(make([]byte, 0, largeBody), bodyCues))
	}
	return zstdCoder().EncodeAll(*buffer, append(make([]byte, 0, len(*buffer)/2+64), bodyCues))
}

func unpackBody(packed []byte, d *feeds.Document) error {
	if len(packed) == 0 {
		return nil
	}
	if packed[0] != bodyCues {
		return fmt.Errorf("the body of %s has format %d: %w", d.ID, packed[0], ledger.ErrNewer)
	}
	buffer := buffers.Get().(*[]byte)
	defer returnBuffer(buffer)
	b, err := zstdCoder().DecodeAll(packed[1:], (*buffer)[:0])
	if err == nil {
		*buffer = b
		d.Text, d.Cues, err = decodeBody(b)
	}
	if err != nil {
		return fmt.Errorf("unpacking the body of %s: %w: %w", d.ID, ledger.ErrCorrupt, err)
	}
	return nil
}
