package search

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index"
)

func unix(s int64) time.Time { return time.Unix(s, 0) }

// A stored passage is read as it was written, whatever is in it.
func TestPassagesAreReadAsStored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := index.Passage{
			Start: rapid.IntRange(0, 1<<30).Draw(t, "start"), End: rapid.IntRange(0, 1<<30).Draw(t, "end"), From: rapid.Float64().Draw(t, "from"), To: rapid.Float64().Draw(t, "to"),
			Language: rapid.StringN(0, 8, -1).Draw(t, "language"), Text: rapid.String().Draw(t, "text"),
		}
		p.Speakers = append(p.Speakers, rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "speakers")...)
		b := encodePassage(&p)
		got, err := decodePassage(b)
		if diff := cmp.Diff(p, got); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
	})
}

// Damaged bytes give an error or another passage, never a panic.
func TestDamagedPassagesDoNotPanic(t *testing.T) {
	whole := encodePassage(&index.Passage{Start: 300, End: 900, From: 1.5, To: 30, Language: "en", Speakers: []string{"Ann", "Bo"}, Text: "acme"})
	for n := range whole {
		_, _ = decodePassage(whole[:n])
		for _, bits := range []byte{0x01, 0x80, 0xff} {
			b := append([]byte(nil), whole...)
			b[n] ^= bits
			_, _ = decodePassage(b)
		}
	}
	if _, err := decodePassage(nil); err == nil {
		t.Error("no bytes are read as a passage")
	}
	if _, err := decodePassage(whole[:8]); err == nil {
		t.Error("a passage that ends in its times is read")
	}
}

func TestOffsetsHaveAChecksum(t *testing.T) {
	for _, n := range []uint64{0, 1, 1 << 40, 1<<64 - 1} {
		b := encodeOffset(n)
		if got, err := decodeOffset(b); err != nil || got != n {
			t.Errorf("%d was read as %d, %v", n, got, err)
		}
		for i := range b {
			bad := append([]byte(nil), b...)
			bad[i] ^= 0x10
			if got, err := decodeOffset(bad); err == nil {
				t.Errorf("%d with a wrong byte was read as %d", n, got)
			}
			if got := readOffset(bad); got != 0 {
				t.Errorf("%d with a wrong byte counts as %d", n, got)
			}
		}
	}
	// Early versions wrote no checksum.
	if got, err := decodeOffset([]byte{0, 0, 0, 0, 0, 0, 1, 2}); err != nil || got != 258 {
		t.Errorf("an early offset is %d, %v", got, err)
	}
	if got, err := decodeOffset(nil); err != nil || got != 0 {
		t.Errorf("no offset is %d, %v", got, err)
	}
}

// The manifest is found again after its file was damaged: the copy in the generation is as
// good, and the newest generation's counts.
func TestTheManifestHasACopy(t *testing.T) {
	dir := t.TempDir()
	if _, found, why := findManifest(dir); found || why != nil {
		t.Errorf("a new directory has a manifest: %v, %v", found, why)
	}
	for n := 1; n <= 3; n++ {
		if err := os.MkdirAll(generationDir(dir, n), 0o700); err != nil {
			t.Fatal(err)
		}
		m := manifest{Generation: n, Mapping: MappingVersion, Offset: uint64(10 * n), Partitions: []string{"2026-11"}}
		if err := m.saveBoth(dir); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(dir, manifestFile)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for what, b := range map[string][]byte{"empty": {}, "cut off": whole[:len(whole)/2], "another number": []byte(string(whole[:20]) + "9" + string(whole[21:])), "not JSON": []byte("manifest")} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		m, found, why := findManifest(dir)
		if !found || why == nil || m.Generation != 3 || m.Offset != 30 {
			t.Errorf("%s: %+v, %v, %v", what, m, found, why)
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if m, found, why := findManifest(dir); !found || why == nil || m.Generation != 3 {
		t.Errorf("without a file: %+v, %v, %v", m, found, why)
	}
	if err := os.Remove(filepath.Join(generationDir(dir, 3), manifestFile)); err != nil {
		t.Fatal(err)
	}
	if m, found, _ := findManifest(dir); !found || m.Generation != 2 {
		t.Errorf("without the newest copy: %+v, %v", m, found)
	}
}
