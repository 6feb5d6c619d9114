package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRelease(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"built": "binary", "LICENSE": "licence"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	built := filepath.Join(dir, "built")
	pack := func() map[string][]byte {
		if err := release("v1.2.3", dir, []string{filepath.Join(dir, "LICENSE")}, []string{"linux/arm64=" + built, "windows/amd64=" + built}); err != nil {
			t.Fatal(err)
		}
		out := map[string][]byte{}
		for _, name := range []string{"namedrop_1.2.3_linux_arm64.tar.gz", "namedrop_1.2.3_windows_amd64.zip", "SHA256SUMS"} {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			out[name] = b
		}
		return out
	}
	first, again := pack(), pack()
	for name := range first {
		if !bytes.Equal(first[name], again[name]) {
			t.Errorf("%s differs the second time", name)
		}
	}
	if sums := string(first["SHA256SUMS"]); strings.Count(sums, "\n") != 2 || !strings.Contains(sums, "  namedrop_1.2.3_windows_amd64.zip\n") {
		t.Errorf("checksums %q", sums)
	}

	z, err := gzip.NewReader(bytes.NewReader(first["namedrop_1.2.3_linux_arm64.tar.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(z)
	h, err := r.Next()
	body, _ := io.ReadAll(r)
	if err != nil || h.Name != "namedrop_1.2.3_linux_arm64/namedrop" || h.Mode != 0o755 || string(body) != "binary" {
		t.Errorf("%+v with %q: %v", h, body, err)
	}
	archive, err := zip.NewReader(bytes.NewReader(first["namedrop_1.2.3_windows_amd64.zip"]), int64(len(first["namedrop_1.2.3_windows_amd64.zip"])))
	if err != nil || len(archive.File) != 2 || archive.File[0].Name != "namedrop_1.2.3_windows_amd64/namedrop.exe" || archive.File[1].Name != "namedrop_1.2.3_windows_amd64/LICENSE" {
		t.Errorf("%+v: %v", archive, err)
	}
}

func TestAReleaseThatCannotBeMade(t *testing.T) {
	dir := t.TempDir()
	for name, err := range map[string]error{
		"no version":  release("", dir, nil, []string{"linux/amd64=x"}),
		"no platform": release("v1", dir, nil, []string{"linux"}),
		"no binary":   release("v1", dir, nil, []string{"linux/amd64=" + filepath.Join(dir, "nothing")}),
		"no folder":   release("v1", filepath.Join(dir, "nothing"), nil, []string{"linux/amd64=x"}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
