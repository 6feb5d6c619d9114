package speech

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"time"
)

// On reports whether there is anything that recognises speech.
func (r *Recognizer) On() bool { return r.opts.On() }

// Check returns why the engine can't be used now: it doesn't answer, or the program isn't there. Any answer will do; what the engine
// thinks of a recording shows on the episode.
func (r *Recognizer) Check(ctx context.Context) error {
	if len(r.opts.Command) > 0 {
		if _, err := exec.LookPath(r.opts.Command[0]); err != nil {
			return fmt.Errorf("the program of speech.command can't be run: %w", err)
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, dialectTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(r.opts.URL, "/")+"/models", nil)
	if err != nil {
		return fmt.Errorf("asking the speech engine: %w", err)
	}
	if r.opts.Key != "" {
		req.Header.Set("Authorization", "Bearer "+r.opts.Key)
	}
	resp, err := r.opts.Client.Do(req)
	if err != nil {
		return unreachable(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxAnswer)) // so that the connection can be used again
	return nil
}

// Budget says how much of today's budget is used: "12 of 600 minutes".
func (r *Recognizer) Budget(ctx context.Context) (string, error) {
	var spent Spent
	day := r.opts.Now().UTC().Format(time.DateOnly)
	if err := r.opts.Keeper.Update(ctx, func(s *Spent) error {
		if s.Day == day {
			spent = *s
		}
		return nil
	}); err != nil {
		return "", fmt.Errorf("reading the budget for speech: %w", err)
	}
	words := fmt.Sprintf("%.0f of %d minutes", spent.Seconds/60, r.opts.Minutes)
	if r.opts.Money > 0 {
		words += fmt.Sprintf(" and %.2f of %.2f in money", spent.Money, r.opts.Money)
	}
	return words, nil
}
