package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// file is one file of an archive.
type file struct {
	name string
	path string
	mode os.FileMode
}

// packed is the time of all files in an archive. It is fixed, so that the same files give the same
// archive.
var packed = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func tarGz(out *os.File, folder string, files []file) error {
	z := gzip.NewWriter(out)
	t := tar.NewWriter(z)
	for _, f := range files {
		body, err := os.ReadFile(f.path)
		if err != nil {
			return err
		}
		h := &tar.Header{Name: folder + "/" + f.name, Mode: int64(f.mode), Size: int64(len(body)), ModTime: packed, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(body); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

func zipped(out *os.File, folder string, files []file) error {
	z := zip.NewWriter(out)
	for _, f := range files {
		body, err := os.ReadFile(f.path)
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: folder + "/" + f.name, Method: zip.Deflate, Modified: packed}
		h.SetMode(f.mode)
		w, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := w.Write(body); err != nil {
			return err
		}
	}
	return z.Close()
}

// checksums writes SHA256SUMS as sha256sum -c reads it.
func checksums(out string, names []string) error {
	return write(filepath.Join(out, "SHA256SUMS"), func(w *os.File) error {
		for _, name := range names {
			sum := sha256.New()
			f, err := os.Open(filepath.Join(out, name))
			if err != nil {
				return err
			}
			_, err = io.Copy(sum, f)
			f.Close()
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(w, "%x  %s\n", sum.Sum(nil), name); err != nil {
				return err
			}
		}
		return nil
	})
}
