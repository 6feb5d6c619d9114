package search_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// holder is a process that has an index open until it is killed.
func holder(dir string) error {
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		return err
	}
	e := written("held", "en", noon, "acme")
	e.Seq = 7
	if err := x.Put(context.Background(), []index.Entry{e}); err != nil {
		return err
	}
	os.Stdout.WriteString("open\n")
	time.Sleep(time.Minute)
	return nil
}

// A killed process leaves its lock file behind, but not the lock: the next one opens the
// index at once and finds what was put.
func TestAKilledProcessLeavesNoLock(t *testing.T) {
	if dir := os.Getenv("SEARCH_TEST_HOLDER"); dir != "" {
		t.Fatal(holder(dir))
	}
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestAKilledProcessLeavesNoLock$")
	cmd.Env = append(os.Environ(), "SEARCH_TEST_HOLDER="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	if _, err := out.Read(make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	if x, err := search.Open(dir, search.Options{LockTimeout: 50 * time.Millisecond}); err == nil {
		x.Close()
		t.Fatal("two processes have the index open")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	x, err := search.Open(dir, search.Options{LockTimeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got := found(t, x, "acme"); got != "held" || x.Offset() != 7 || len(x.Lost()) != 0 {
		t.Errorf("found %q, offset %d, lost %v", got, x.Offset(), x.Lost())
	}
}

// An index of an earlier mapping has other terms: it is replaced by an empty one with the
// offset 0, so that everything is put again.
func TestAnEarlierMappingIsRebuilt(t *testing.T) {
	dir := t.TempDir()
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.SetLedger("ledger1"); err != nil {
		t.Fatal(err)
	}
	e := written("a", "en", noon, "acme")
	e.Seq = 5
	put(t, x, e)
	x.Close()
	manifest := filepath.Join(dir, "manifest.json")
	b, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	older := strings.Replace(string(b), `"mapping":3`, `"mapping":2`, 1)
	older = older[:strings.LastIndex(older, `,"sum"`)] + "}" // manifests without a checksum are read too
	if older == string(b) {
		t.Fatalf("the manifest is written in another way: %s", b)
	}
	if err := os.WriteFile(manifest, []byte(older), 0o600); err != nil {
		t.Fatal(err)
	}
	if x, err = search.Open(dir, search.Options{}); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got := found(t, x, "acme"); got != "" || x.Offset() != 0 || x.Ledger() != "ledger1" || len(x.Lost()) != 0 {
		t.Errorf("found %q, offset %d, ledger %q, lost %v", got, x.Offset(), x.Ledger(), x.Lost())
	}
	put(t, x, e)
	check(t, x, []expect{{"acme", "a"}})
}

// A reset index belongs to another ledger and has nothing of the one before.
func TestResetForAnotherLedger(t *testing.T) {
	x := open(t)
	e := written("a", "en", noon, "acme")
	e.Seq = 5
	put(t, x, e)
	if err := x.Reset("other"); err != nil {
		t.Fatal(err)
	}
	if x.Ledger() != "other" || x.Offset() != 0 {
		t.Errorf("ledger %q, offset %d", x.Ledger(), x.Offset())
	}
	check(t, x, []expect{{"*", ""}})
	put(t, x, e)
	check(t, x, []expect{{"*", "a"}})
}
