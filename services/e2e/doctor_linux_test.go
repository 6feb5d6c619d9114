package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Doctor reports a full disk, for this folder and for that of a server named with --server, and
// no longer reports it once there is space again.
func TestDoctorWithAFullDisk(t *testing.T) {
	s := prepare(t, quick)
	if err := os.Mkdir(s.data(), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", s.data(), "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a small file system can't be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(s.data(), syscall.MNT_DETACH) })
	s.start()
	ballast, err := os.Create(s.data("ballast"))
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 4096); err == nil; {
		_, err = ballast.Write(block)
	}
	_ = ballast.Close()
	other := prepare(t, quick)
	for _, args := range [][]string{{"doctor"}, {"doctor", "--server", s.base, "--auth", s.key()}} {
		from := s
		if len(args) > 1 {
			from = other // whose own disk is fine
		}
		out, code := from.run(nil, args...)
		if code != 1 {
			t.Errorf("%v ends with %d:\n%s", args, code, out)
		}
		explains(t, fmt.Sprint(args), out, "FAIL  data folder", "no space left", "free some space")
	}
	if err := os.Remove(s.data("ballast")); err != nil {
		t.Fatal(err)
	}
	if out, code := s.run(nil, "doctor"); code != 0 {
		t.Errorf("with room again it ends with %d:\n%s", code, out)
	}
}

// A data folder that other users could read is restricted, and so are files that a copy made
// readable.
func TestTheDataFolderIsClosed(t *testing.T) {
	s := serve(t, quick)
	s.stop()
	for path, mode := range map[string]os.FileMode{"": 0o755, "namedrop.db": 0o644, "lock": 0o666, "index": 0o755, "index/lock": 0o644} {
		if err := os.Chmod(filepath.Join(s.data(), path), mode); err != nil {
			t.Fatal(err)
		}
	}
	s.start()
	s.stop()
	info, err := os.Stat(s.data())
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder is %v: %v", info.Mode(), err)
	}
	private(t, s.data())
}

// With --server doctor checks only that server, whatever runs or is stored on this machine.
func TestDoctorAboutAnotherServer(t *testing.T) {
	here, there := serve(t, quick), serve(t, quick)
	there.stop()
	remove(t, there.data(), "namedrop.db*")
	there.start() // paused
	out, code := here.run(nil, "doctor", "--server", there.base, "--auth", there.key())
	if code != 1 {
		t.Errorf("it ends with %d", code)
	}
	explains(t, "about a paused server", out, "running at "+there.base, "FAIL  paused", there.data()+" can be written to")
	if strings.Contains(out, here.data()) || strings.Contains(out, here.base) {
		t.Errorf("it speaks of this machine:\n%s", out)
	}
	if out, code := here.run(nil, "doctor"); code != 0 || strings.Contains(out, "paused") {
		t.Errorf("about the server here: %d\n%s", code, out)
	}
}
