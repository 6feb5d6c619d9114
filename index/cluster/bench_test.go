package cluster_test

import (
	"fmt"
	"hash/crc32"
	"testing"

	"github.com/namedrop/namedrop/index/cluster"
)

func checksum(f cluster.Fingerprint) string {
	return fmt.Sprintf("%08x", crc32.ChecksumIEEE(fmt.Append(nil, []byte(f.Signature), f.Similar, f.Same)))
}

// BenchmarkOf makes the fingerprint of a long episode.
func BenchmarkOf(b *testing.B) {
	d := talk(1, 0)
	b.SetBytes(int64(len(d.Body())))
	b.ReportAllocs()
	for b.Loop() {
		cluster.Of(d)
	}
}
