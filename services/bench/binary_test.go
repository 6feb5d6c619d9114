package bench

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// build makes the binary as the Makefile does.
func build(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "namedrop")
	out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-o", path, "github.com/namedrop/namedrop/services/cmd/namedrop").CombinedOutput()
	if err != nil {
		b.Fatalf("building the binary: %v\n%s", err, out)
	}
	return path
}

// serve starts the binary on an empty folder and returns when it is ready, with the
// time that took.
func serve(b *testing.B, binary string) (process *os.Process, took time.Duration, stop func()) {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	dir := b.TempDir()
	conf := filepath.Join(dir, "namedrop.yaml")
	if err := os.WriteFile(conf, fmt.Appendf(nil, "data: data\ndesk: {listen: %q}\nnats: {listen: \"127.0.0.1:0\"}\n", addr), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(binary, "serve", "--config", conf)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	stop = func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}
	for time.Since(start) < 30*time.Second {
		resp, err := http.Get("http://" + addr + "/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return cmd.Process, time.Since(start), stop
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	stop()
	b.Fatal("the server didn't get ready")
	return nil, 0, nil
}

// BenchmarkStart is the time from the start of the process to a good /readyz, on an
// empty folder.
func BenchmarkStart(b *testing.B) {
	binary := build(b)
	for b.Loop() {
		var took []time.Duration
		for range 10 {
			_, t, stop := serve(b, binary)
			stop()
			took = append(took, t)
		}
		b.ReportMetric(quantile(took, 0.5), "p50-ms")
		b.ReportMetric(quantile(took, 1), "max-ms")
	}
}

// BenchmarkIdleMemory is the resident memory of an empty workspace after it was left
// alone for a while.
func BenchmarkIdleMemory(b *testing.B) {
	binary := build(b)
	for b.Loop() {
		p, _, stop := serve(b, binary)
		time.Sleep(20 * time.Second)
		for _, f := range []string{"VmRSS", "RssAnon"} {
			b.ReportMetric(resident(b, p.Pid, f), f+"-MB")
		}
		stop()
	}
}

func resident(b *testing.B, pid int, field string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("memory is read from /proc: ", err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb * 1024 / 1e6
		}
	}
	b.Fatalf("no %s in /proc/%d/status", field, pid)
	return 0
}
