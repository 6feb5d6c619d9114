package archive

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
)

// bodyCues is the first byte of a stored body, its format: zstd over what encodeBody writes. A
// later format gets another number; this one must stay readable.
const bodyCues = 1

// maxBody bounds the memory that a corrupt body can make the decoder allocate.
const maxBody = 256 << 20

type coder struct {
	*zstd.Encoder
	*zstd.Decoder
}

// zstdCoder is created at first use, because its tables are large. It serves many goroutines.
var zstdCoder = sync.OnceValue(func() coder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // only for invalid options
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody))
	if err != nil {
		panic(err)
	}
	return coder{e, d}
})

// buffers holds buffers for uncompressed bodies.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// largeBody is the size from which a buffer is not kept: one huge text would otherwise hold
// its memory for good.
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
		// Prose shrinks to less than half; texts of this size are not prose and shrink to almost
		// nothing. So the output starts small and grows as needed.
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
