//go:build unix

package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func run(t *testing.T, limit time.Duration, script string) error {
	t.Helper()
	return Run(t.Context(), Options{Args: []string{"/bin/sh", "-c", script}, Dir: t.TempDir(), Time: limit, Output: 1 << 10})
}

func TestAProgramThatWorks(t *testing.T) {
	if err := run(t, time.Minute, "exit 0"); err != nil {
		t.Error(err)
	}
}

func TestAFailureShowsTheLastLine(t *testing.T) {
	err := run(t, time.Minute, "echo progress; printf 'ERROR: \\033[31mno subtitles\\033[0m\\n' >&2; exit 3")
	if err == nil || err.Error() != "ERROR: [31mno subtitles[0m" {
		t.Errorf("%v", err)
	}
	if err := Run(t.Context(), Options{Args: []string{"/no/such/program"}, Dir: t.TempDir(), Time: time.Minute, Output: 10}); err == nil || !strings.Contains(err.Error(), "no such program") {
		t.Errorf("%v", err)
	}
	if err := run(t, time.Minute, "exit 3"); err == nil {
		t.Error("a failure without a word is a success")
	}
}

func TestAProgramThatHangsIsEndedWithItsChildren(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	begun := time.Now()
	err := run(t, 300*time.Millisecond, "sleep 100 & echo $! > "+pid+"; sleep 100")
	if !errors.Is(err, ErrTooSlow) || time.Since(begun) > 10*time.Second {
		t.Fatalf("%v after %s", err, time.Since(begun))
	}
	text, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Second); alive(child); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("its child still runs")
		}
	}
}

// alive reports whether a process runs; one that has ended and waits to be collected doesn't.
func alive(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return syscall.Kill(pid, 0) == nil && !errors.Is(err, os.ErrNotExist)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(rest, "Z")
}

// A child in a session of its own escapes the group. It is not waited for.
func TestAProgramThatForks(t *testing.T) {
	if _, err := os.Stat("/usr/bin/setsid"); err != nil {
		t.Skip("setsid is not installed")
	}
	begun := time.Now()
	if err := run(t, time.Minute, "setsid sleep 8 & exit 0"); err != nil {
		t.Error(err)
	}
	if time.Since(begun) > 6*time.Second {
		t.Errorf("waited %s for a child", time.Since(begun))
	}
}

func TestEndlessOutputIsCut(t *testing.T) {
	if err := run(t, 500*time.Millisecond, "yes"); !errors.Is(err, ErrTooSlow) {
		t.Errorf("%v", err)
	}
	out := &tail{most: 10}
	for range 100 {
		_, _ = out.Write([]byte("0123456789abc\n"))
	}
	if len(out.b) != 10 {
		t.Errorf("%d bytes are kept", len(out.b))
	}
}

func TestStopping(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := Run(ctx, Options{Args: []string{"sleep", "100"}, Dir: t.TempDir(), Time: time.Minute, Output: 10}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestOnlyPlainSmallFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("twelve bytes"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/hostname", link); err != nil {
		t.Fatal(err)
	}
	if b, err := ReadFile(file, 12); err != nil || len(b) != 12 {
		t.Errorf("%q %v", b, err)
	}
	for _, name := range []string{link, dir, filepath.Join(dir, "none")} {
		if _, err := ReadFile(name, 1<<20); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if _, err := ReadFile(file, 11); err == nil {
		t.Error("a file that is too large is read")
	}
}
