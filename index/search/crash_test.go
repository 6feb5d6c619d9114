package search_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// writer is what the killed process does: it puts documents of several months without end,
// and prints the sequence of each call of Put once it has returned.
func writer(dir string) error {
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		return err
	}
	for seq := x.Offset() + 1; ; seq += 6 {
		var entries []index.Entry
		for i := range uint64(6) {
			e := episode(fmt.Sprint("doc", seq+i), "t", noon.AddDate(0, -int((seq+i)%3), 0), "acme "+fmt.Sprint("number", seq+i))
			e.Seq = seq + i
			entries = append(entries, e)
		}
		if err := x.Put(context.Background(), entries); err != nil {
			return err
		}
		fmt.Println(seq + 5)
	}
}

// After a kill at any moment the index opens again. Its offset is at least what Put had
// confirmed, and everything up to the offset is found. (A kill proves nothing about a power
// failure.)
func TestKilledWhileWriting(t *testing.T) {
	if dir := os.Getenv("SEARCH_TEST_WRITER"); dir != "" {
		t.Fatal(writer(dir))
	}
	dir := t.TempDir()
	rounds := 5
	if os.Getenv("NAMEDROP_SLOW") != "" {
		rounds = 40
	}
	for round := range rounds {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestKilledWhileWriting$")
		cmd.Env = append(os.Environ(), "SEARCH_TEST_WRITER="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var confirmed uint64
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if v, err := strconv.ParseUint(lines.Text(), 10, 64); err == nil {
				confirmed = v
			}
			if n == 3+round {
				time.Sleep(time.Duration(round*7) * time.Millisecond)
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		cmd.Wait()
		x, err := search.Open(dir, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if lost := x.Lost(); len(lost) > 0 {
			t.Errorf("a kill damages nothing, but %+v", lost)
		}
		offset := x.Offset()
		if offset < confirmed || confirmed == 0 {
			t.Errorf("offset %d, but %d was confirmed", offset, confirmed)
		}
		for seq := uint64(1); seq <= offset; seq++ {
			if got := found(t, x, fmt.Sprint("number", seq)); got != fmt.Sprint("doc", seq) {
				t.Errorf("offset %d, but document %d is missing: %q", offset, seq, got)
			}
		}
		x.Close()
	}
	t.Logf("%d kills, nothing confirmed was lost", rounds)
}
