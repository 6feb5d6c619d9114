package cli

import (
	"context"
	"errors"
	"strings"
	"testing"
)

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// An answer that couldn't be written is a failure, whatever the command thinks of it.
func TestAnAnswerThatCannotBeWritten(t *testing.T) {
	data := t.TempDir()
	for _, command := range []string{"search hello", "search hello --json", "source list", "export sources", "config print", "version", "doctor"} {
		var told strings.Builder
		args := append(strings.Fields(command), "--data", data, "--listen", "127.0.0.1:0")
		code := Main(context.Background(), args, Streams{In: strings.NewReader(""), Out: fullDisk{}, Err: &told})
		if code != 1 || told.String() != "namedrop: writing the answer: no space left on device\n" {
			t.Errorf("%s: exit %d, %q", command, code, told.String())
		}
	}
}
