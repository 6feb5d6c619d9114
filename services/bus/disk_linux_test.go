package bus

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestFullDisk fills the disk under the bus and frees it again. The bus must continue, and must
// have lost nothing that it acknowledged.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=6m"); err != nil {
		t.Skipf("a small file system can't be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	b := start(t, Options{Dir: filepath.Join(dir, "bus")})
	b.ackTimeout = 500 * time.Millisecond
	var in inbox
	consume(t, b, ConsumerConfig{Name: "detector", Stream: Documents},
		func(_ context.Context, msgs []Msg) error { in.add(msgs...); return nil })
	data := bytes.Repeat([]byte("x"), 50_000)
	var acked []string
	var failed error
	for i := 0; i < 200 && failed == nil; i++ {
		id := fmt.Sprint("m", i)
		if failed = b.Publish(t.Context(), "doc.read.page.s", id, data); failed == nil {
			acked = append(acked, id)
		}
	}
	if failed == nil {
		t.Fatal("the disk did not fill")
	}
	t.Logf("after %d messages: %v", len(acked), failed)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := b.Publish(t.Context(), "doc.read.page.s", "after", data); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	ids := map[string]bool{}
	for _, id := range held(t, b, Documents) {
		ids[id] = true
	}
	for _, id := range append(acked, "after") {
		if !ids[id] {
			t.Errorf("%s was acknowledged and is gone", id)
		}
	}
	eventually(t, "the consumer going on", func() bool {
		for _, m := range in.all() {
			if m.ID == "after" {
				return true
			}
		}
		return false
	})
}
