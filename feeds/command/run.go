package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
	"unicode/utf8"
)

// Options describe one run. All fields are required.
type Options struct {
	Args   []string // the program and its arguments
	Dir    string   // where it runs
	Time   time.Duration
	Output int // bytes of its output that are kept
}

// ErrTooSlow is returned for a program that was ended because its time was over.
var ErrTooSlow = errors.New("it took too long and was ended")

// grace is how long a program that was ended may hold its output open. One that escaped from its process
// group is not waited for any longer.
const grace = 2 * time.Second

// maxReason is how much of what a program writes about a failure is shown.
const maxReason = 300

// Run runs a program and waits for it. Its error has the last line that the program wrote.
func Run(ctx context.Context, o Options) error {
	if len(o.Args) == 0 {
		return errors.New("no program is named")
	}
	limited, cancel := context.WithTimeout(ctx, o.Time)
	defer cancel()
	cmd := exec.CommandContext(limited, o.Args[0], o.Args[1:]...) //nolint:gosec // the operator's own program
	out := &tail{most: o.Output}
	cmd.Dir, cmd.Stdout, cmd.Stderr = o.Dir, out, out
	cmd.WaitDelay = grace
	group(cmd)
	err := cmd.Run()
	endGroup(cmd) // what it left running in its group
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return fmt.Errorf("%w after %s", ErrTooSlow, o.Time)
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, os.ErrNotExist):
		return errors.New("there is no such program")
	case errors.Is(err, exec.ErrWaitDelay):
		return nil // it ended well, and something that it started did not
	case err != nil:
		if line := out.last(); line != "" {
			return errors.New(line)
		}
		return err
	}
	return nil
}

// tail keeps the end of what is written to it.
type tail struct {
	most int
	b    []byte
}

func (t *tail) Write(p []byte) (int, error) {
	n := len(p)
	if t.b = append(t.b, p...); len(t.b) > t.most {
		t.b = append(t.b[:0], t.b[len(t.b)-t.most:]...)
	}
	return n, nil
}

// last returns the last line with something on it, as text.
func (t *tail) last() string {
	lines := bytes.Split(bytes.TrimSpace(t.b), []byte("\n"))
	line := strings.ToValidUTF8(string(lines[len(lines)-1]), "")
	line = strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError {
			return -1
		}
		return r
	}, line)
	if len(line) > maxReason {
		line = strings.ToValidUTF8(line[:maxReason], "") + "…"
	}
	return line
}

// ReadFile reads a file that a program wrote, if it is a plain file of at most so many bytes.
func ReadFile(name string, most int64) ([]byte, error) {
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a plain file")
	case info.Size() > most:
		return nil, fmt.Errorf("it is larger than %d MB", most>>20)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}
