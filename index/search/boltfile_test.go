package search

import (
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// FuzzBoltFile reads files that are nearly bolt's. What is accepted bolt can read too.
func FuzzBoltFile(f *testing.F) {
	dir := f.TempDir()
	path := filepath.Join(dir, "whole")
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		f.Fatal(err)
	}
	for i := range 40 {
		err := db.Update(func(tx *bolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists([]byte("s"))
			if err != nil {
				return err
			}
			inner, err := b.CreateBucketIfNotExists([]byte{byte(i % 3)})
			if err != nil {
				return err
			}
			return inner.Put([]byte{byte(i)}, make([]byte, 300))
		})
		if err != nil {
			f.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	if n := accepted(f, path); n != 40 {
		f.Fatalf("%d values in a whole file, want 40", n)
	}
	f.Add(uint32(0), byte(1))
	f.Add(uint32(8192+16), byte(0xFF))
	f.Fuzz(func(t *testing.T, at uint32, x byte) {
		b := append([]byte(nil), whole...)
		b[int(at)%len(b)] ^= x
		path := filepath.Join(t.TempDir(), "b")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if n := accepted(t, path); n < 0 {
			return
		}
		db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, PreLoadFreelist: true})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		err = db.View(func(tx *bolt.Tx) error { return each(tx.Bucket([]byte("s"))) })
		if err != nil {
			t.Fatal(err)
		}
	})
}

func each(b *bolt.Bucket) error {
	if b == nil {
		return nil
	}
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			return each(b.Bucket(k))
		}
		return nil
	})
}

// accepted counts the values of a file, -1 for one that is damaged.
func accepted(t testing.TB, path string) (n int) {
	t.Helper()
	f, err := openBoltFile(path)
	if err != nil {
		return -1
	}
	_, err = f.walk(func(_ [][]byte, _, _ []byte) error { n++; return nil })
	if err != nil {
		return -1
	}
	return n
}
