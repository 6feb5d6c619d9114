package bus

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// killDir, in the environment, makes this test binary the process that is killed.
const killDir = "NAMEDROP_BUS_KILL_DIR"

// TestKilled kills a process that fills the outbox and relays it, again and again. At
// the end the stream holds each message once, in the outbox's order. A killed process
// proves nothing about power loss; that is what syncing every write is for.
func TestKilled(t *testing.T) {
	if dir := os.Getenv(killDir); dir != "" {
		untilKilled(t, dir)
		return
	}
	if testing.Short() {
		t.Skip("starting and killing processes takes a few seconds")
	}
	t.Parallel()
	dir := t.TempDir()
	rounds := 6
	if os.Getenv("NAMEDROP_SLOW") != "" {
		rounds = 40
	}
	for round := range rounds {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), killDir+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if round != 3 { // once while it starts, else at work
			if _, err := out.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
	}

	l := openLedger(t, filepath.Join(dir, "l.db"))
	b := start(t, Options{Dir: filepath.Join(dir, "bus")})
	relay(t, b, l)
	drained(t, l)
	var want []string
	for after := int64(0); ; {
		page, err := l.After(t.Context(), Documents, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, m := range page {
			want, after = append(want, m.MsgID), m.Seq
		}
	}
	got := held(t, b, Documents)
	t.Logf("%d kills, %d messages, each once and in order", rounds, len(got))
	if len(want) == 0 || len(got) != len(want) {
		t.Fatalf("the stream holds %d messages, the outbox had %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("message %d is %s in the stream and %s in the outbox", i, got[i], want[i])
		}
	}
}

func untilKilled(t *testing.T, dir string) {
	l := openLedger(t, filepath.Join(dir, "l.db"))
	b := start(t, Options{Dir: filepath.Join(dir, "bus")})
	relay(t, b, l)
	for i := 0; ; i++ {
		var list []ledger.Message
		for range 1 + rand.IntN(4*minAtomic) { // some singly, most in batches
			row := documentRow(i)
			row.MsgID = fmt.Sprint(os.Getpid(), "-", i, "-", len(list))
			list = append(list, row)
		}
		if err := l.Write(context.Background(), func(tx *ledger.Tx) error { return tx.Enqueue(context.Background(), list...) }); err != nil {
			t.Fatal(err)
		}
		if i == 10 {
			fmt.Println("at work")
		}
	}
}
