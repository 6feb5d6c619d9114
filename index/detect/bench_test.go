package detect

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// transcripts is real speech where the evaluation data is there, else invented.
func transcripts(b *testing.B) []*feeds.Document {
	b.Helper()
	var docs []*feeds.Document
	if dir := os.Getenv("NAMEDROP_TESTDATA"); dir != "" {
		f, err := os.Open(filepath.Join(dir, "detect", "changelog-captions.jsonl"))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			doc := &feeds.Document{Origin: feeds.Captions}
			if err := json.Unmarshal(lines.Bytes(), doc); err != nil {
				b.Fatal(err)
			}
			docs = append(docs, doc)
		}
		return docs
	}
	b.Log("NAMEDROP_TESTDATA is not set: invented speech is used")
	brands := inventBrands(100)
	for i := range 40 {
		text := speech(60<<10, brands[i:], uint64(i))
		docs = append(docs, &feeds.Document{Origin: feeds.Captions, Cues: cut(text)})
	}
	return docs
}

func bodies(docs []*feeds.Document) (texts []string, size int64) {
	for _, d := range docs {
		texts = append(texts, d.Body())
		size += int64(len(d.Body()))
	}
	return texts, size
}

// cpuRate reports megabytes per second of processor time, which other programs on the
// machine do not move; the plain MB/s is per second of the clock.
func cpuRate(b *testing.B, size int64) (stop func()) {
	b.Helper()
	b.SetBytes(size)
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() {
		b.ReportMetric(float64(size)*float64(b.N)/1e6/(used()-before).Seconds(), "cpu-MB/s")
	}
}

// BenchmarkFloor folds and hashes every word of the same bytes and does nothing with
// it: what the exact stage is measured against.
func BenchmarkFloor(b *testing.B) {
	texts, size := bodies(transcripts(b))
	defer cpuRate(b, size)()
	var sink uint64
	for b.Loop() {
		for _, text := range texts {
			sink += foldAndHash(text)
		}
	}
	runtime.KeepAlive(sink)
}

func foldAndHash(text string) (sum uint64) {
	var h uint64
	for i := range len(text) {
		if f := foldByte[text[i]]; f != breakByte {
			h = (h + uint64(f)) * prime
		} else if h != 0 {
			sum ^= h
			h = 0
		}
	}
	return sum ^ h
}

// BenchmarkExact is the exact stage, look-up and letter check, at three sizes of the
// brand list.
func BenchmarkExact(b *testing.B) {
	texts, size := bodies(transcripts(b))
	for _, n := range []int{100, 10_000, 100_000} {
		d, err := New(inventBrands(n), Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			defer cpuRate(b, size)()
			b.ReportAllocs()
			w := new(work)
			w.texts = make([]fieldText, 1)
			for b.Loop() {
				for _, text := range texts {
					w.texts[0].text = text
					w.found = w.found[:0]
					d.exact(w, 0)
				}
			}
		})
	}
}

// BenchmarkContains is the first look at a firehose of short posts.
func BenchmarkContains(b *testing.B) {
	d, err := New(inventBrands(10_000), Options{})
	if err != nil {
		b.Fatal(err)
	}
	text := "so this is what we have been working on all week and it is finally out, have a look at the thread below"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d.Contains(text)
	}
}

// BenchmarkDetect is the whole way from cues to hits, without and with the sound-alike stage, for a
// list of which each name is looked for everywhere, and for a long one.
func BenchmarkDetect(b *testing.B) {
	docs := transcripts(b)
	_, size := bodies(docs)
	for _, n := range []int{0, 10_000} {
		brands := append(inventBrands(n), benchBrands(b)...)
		if len(brands) == 0 {
			brands = inventBrands(183)
		}
		for _, opts := range []Options{{NoSound: true}, {}} {
			name := map[bool]string{true: "scored", false: "sound"}[opts.NoSound]
			d, err := New(brands, opts)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(name+"/"+strconv.Itoa(len(brands)), func(b *testing.B) {
				defer cpuRate(b, size)()
				b.ReportAllocs()
				for b.Loop() {
					for _, doc := range docs {
						d.Detect(doc)
					}
				}
			})
		}
	}
}

func benchBrands(b *testing.B) []index.Brand {
	b.Helper()
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		return nil
	}
	raw, err := os.ReadFile(filepath.Join(dir, "detect", "brands-changelog.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	var brands []index.Brand
	for line := range strings.Lines(string(raw)) {
		var one index.Brand
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			b.Fatal(err)
		}
		brands = append(brands, one)
	}
	return brands
}

// BenchmarkBuild measures how long a changed brand takes to become effective.
func BenchmarkBuild(b *testing.B) {
	brands := inventBrands(10_000)
	b.ReportAllocs()
	var d *Detector
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		var err error
		if d, err = New(brands, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "MB-kept")
	runtime.KeepAlive(d)
	runtime.KeepAlive(brands)
}
