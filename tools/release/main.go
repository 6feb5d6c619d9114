// Release packs built binaries into archives as people download them: a folder with the binary, the
// licence and the readme, as .zip for Windows and .tar.gz for the others, and SHA256SUMS beside them,
// which also covers the SBOMs in that folder. The same files give the same archives.
//
//	release -version v1.2.3 -out bin/release linux/amd64=bin/release/build/linux_amd64/namedrop …
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	version := flag.String("version", "", "version, as in the names of the archives")
	out := flag.String("out", "", "folder to write into")
	beside := flag.String("with", "", "files that go into each archive, separated by commas")
	flag.Parse()
	if err := release(*version, *out, strings.Split(*beside, ","), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func release(version, out string, beside, built []string) error {
	if version == "" || out == "" || len(built) == 0 {
		return errors.New("-version, -out and at least one PLATFORM=BINARY are needed")
	}
	var made []string
	for _, b := range built {
		platform, binary, ok := strings.Cut(b, "=")
		system, machine, both := strings.Cut(platform, "/")
		if !ok || !both {
			return fmt.Errorf("%s is not of the form linux/amd64=FILE", b)
		}
		folder := fmt.Sprintf("namedrop_%s_%s_%s", strings.TrimPrefix(version, "v"), system, machine)
		files := []file{{name: "namedrop", path: binary, mode: 0o755}}
		if system == "windows" {
			files[0].name += ".exe"
		}
		for _, path := range beside {
			if path != "" {
				files = append(files, file{name: filepath.Base(path), path: path, mode: 0o644})
			}
		}
		pack, name := tarGz, folder+".tar.gz"
		if system == "windows" {
			pack, name = zipped, folder+".zip"
		}
		if err := write(filepath.Join(out, name), func(w *os.File) error { return pack(w, folder, files) }); err != nil {
			return err
		}
		made = append(made, name)
	}
	sboms, err := filepath.Glob(filepath.Join(out, "*.cdx.json"))
	if err != nil {
		return err
	}
	for _, path := range sboms {
		made = append(made, filepath.Base(path))
	}
	return checksums(out, made)
}

// write creates a file and reports every error on the way to the disk.
func write(path string, do func(*os.File) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(do(f), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
