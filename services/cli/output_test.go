package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// An answer that couldn't be written is a failure, whatever the command thinks of it.
func TestAnAnswerThatCannotBeWritten(t *testing.T) {
	data := t.TempDir()
	for _, command := range []string{"search hello", "search hello --json", "source list", "export sources", "config print", "version", "doctor"} {
		var printed strings.Builder
		args := append(strings.Fields(command), "--data", data, "--listen", "127.0.0.1:0")
		code := Main(context.Background(), args, Streams{In: strings.NewReader(""), Out: fullDisk{}, Err: &printed})
		if code != 1 || printed.String() != "namedrop: writing the answer: no space left on device\n" {
			t.Errorf("%s: exit %d, %q", command, code, printed.String())
		}
	}
}

// A start that fails reports why, without the passwords in the addresses that it tried.
func TestErrorsKeepTheSecretsOfAddresses(t *testing.T) {
	for name, text := range map[string]string{
		"a bus that can't be parsed": "nats: {urls: [\"nats://u:S3CRET%zzx@127.0.0.1:1\"]}",
		"a bus that isn't there":     "nats: {urls: [\"nats://u:S3CRETx@127.0.0.1:1\"]}",
		"a token":                    "nats: {urls: [\"S3CRETx@127.0.0.1:1\"]}",
		"a bad port":                 "nats: {urls: [\"nats://u:S3CRETx@127.0.0.1:99999999\"]}",
		"two at once":                "nats: {urls: [\"nats://u:S3CRETx@127.0.0.1:1,nats://u:S3CRETy@[::1\"]}",
		"a ledger that can't parse":  "database: {url: \"postgres://u:S3CRET%zzx@127.0.0.1:1/x\"}",
		"a ledger that isn't there":  "database: {url: \"postgres://127.0.0.1:1/x?user=u&password=S3CRETx&connect_timeout=1\"}",
		"a ledger of bad options":    "database: {url: \"postgres://u:S3CRETx@127.0.0.1:1/x?sslmode=S3CRETy\"}",
		"a judge":                    "judge: {url: \"http://u:S3CRETx@/v1\"}",
	} {
		path := filepath.Join(t.TempDir(), "c.yaml")
		if err := os.WriteFile(path, []byte(text+"\nlog: {level: debug}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"serve", "doctor", "config check", "config print --json", "migrate", "source list"} {
			var printed strings.Builder
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			args := append(strings.Fields(command), "-c", path, "--data", filepath.Join(t.TempDir(), "d"), "--listen", "127.0.0.1:0", "-v")
			Main(ctx, args, Streams{In: strings.NewReader(""), Out: &printed, Err: &printed})
			cancel()
			if strings.Contains(printed.String(), "S3CRET") {
				t.Errorf("%s, %s: %s", name, command, printed.String())
			}
		}
	}
}
