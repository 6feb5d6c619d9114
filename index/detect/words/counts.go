package words

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:embed counts.gz
var packedCounts []byte

// counts is how often each of the commonest English words occurs in speech.
var counts = sync.OnceValue(func() map[string]int32 {
	m := make(map[string]int32, 16<<10)
	r, err := gzip.NewReader(bytes.NewReader(packedCounts))
	if err != nil {
		return m
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return m
	}
	for line := range strings.Lines(string(raw)) {
		word, count, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		n, _ := strconv.ParseInt(count, 10, 32)
		m[word] = int32(n)
	}
	return m
})

// spoken is how many words of speech were counted.
var spoken = sync.OnceValue(func() float64 {
	n := 0.0
	for _, c := range counts() {
		n += float64(c)
	}
	return n
})

// Count returns how often an English word in lower case occurs in some 19 million words of
// speech. Words that occur fewer than 20 times have no count.
func Count(word string) int { return int(counts()[word]) }

// Rarity returns minus the logarithm of the share that an English word has of speech.
func Rarity(word string) float64 {
	return -math.Log((float64(counts()[word]) + 0.3) / (spoken() + 1e5))
}
