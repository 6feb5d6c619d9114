package ledgertest

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestALinkToInitdbIsNoServer(t *testing.T) {
	link, whole := t.TempDir(), t.TempDir()
	for _, path := range []string{filepath.Join(link, "initdb"), filepath.Join(whole, "initdb"), filepath.Join(whole, "postgres")} {
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
	}
	// The server was removed, the link to it was not.
	if err := os.Symlink(filepath.Join(link, "gone"), filepath.Join(link, "postgres")); err != nil {
		t.Fatal(err)
	}
	if dir, err := serverIn([]string{link, whole}); err != nil || dir != whole {
		t.Errorf("serverIn found %q, %v", dir, err)
	}
	if dir, err := serverIn([]string{link, ""}); !errors.Is(err, errMissing) {
		t.Errorf("serverIn found %q, %v", dir, err)
	}
}
