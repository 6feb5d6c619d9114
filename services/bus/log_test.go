package bus

import (
	"bytes"
	"log/slog"
	"testing"
)

// A client that is refused a million times must not fill the disk with log lines.
func TestRefusalsDontFillTheLog(t *testing.T) {
	var out bytes.Buffer
	l := newServerLog(slog.New(slog.NewTextHandler(&out, nil)))
	for i := range 10_000 {
		l.Errorf("Publish Violation %d", i)
	}
	if n := bytes.Count(out.Bytes(), []byte("\n")); n < 20 || n > 30 {
		t.Errorf("%d lines", n)
	}
}
