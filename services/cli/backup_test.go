package cli

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// at runs a command on a data folder.
func at(t *testing.T, data string, args ...string) (output string, code int) {
	t.Helper()
	var out bytes.Buffer
	code = Main(context.Background(), append(args, "--data", data), Streams{In: strings.NewReader(`{"id":"1","text":"Larkmeter"}`), Out: &out, Err: &out})
	return out.String(), code
}

// A backup is restored whatever its messages came to, and refused where this version could
// not start on it.
func TestWhatCanBeRestored(t *testing.T) {
	data, copied := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	for _, args := range [][]string{{"import", "documents", "-"}, {"backup", copied}} {
		if output, code := at(t, data, args...); code != 0 {
			t.Fatal(output)
		}
	}
	change := func(query string, args ...any) {
		t.Helper()
		db, err := sql.Open("sqlite", copied)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		res, err := db.ExecContext(t.Context(), query, args...)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := res.RowsAffected(); n == 0 {
			t.Fatalf("%s changes nothing: %v", query, err)
		}
	}
	change(`UPDATE outbox SET published = ?, bus_sequence = 0`, time.Now().UnixMicro())
	if output, code := at(t, data, "restore", copied); code != 0 {
		t.Errorf("a backup with a dead letter: %s", output)
	}
	change(`INSERT INTO schema_version (version_id, is_applied) VALUES (99, 1)`)
	before, err := os.ReadDir(data)
	if err != nil {
		t.Fatal(err)
	}
	if output, code := at(t, data, "restore", copied); code == 0 || !strings.Contains(output, "newer version") {
		t.Errorf("a backup of a newer version exits with %d: %s", code, output)
	}
	if after, err := os.ReadDir(data); err != nil || len(after) != len(before) {
		t.Errorf("%d files, %d before: %v", len(after), len(before), err)
	}
}
