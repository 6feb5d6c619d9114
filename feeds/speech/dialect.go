package speech

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// dialects remembers which dialect the engine speaks. It may be another one after a restart.
type dialects struct {
	mu    sync.Mutex
	known string
	until time.Time
}

const (
	dialectFor  = 10 * time.Minute
	dialectTime = 5 * time.Second
)

// dialectOf returns the dialect of the engine: as configured, or as its other answers show. An engine
// that doesn't say is taken for OpenAI's, whose fields all understand.
func (r *Recognizer) dialectOf(ctx context.Context) string {
	if r.opts.Settings.Engine != Auto {
		return r.opts.Settings.Engine
	}
	r.dialect.mu.Lock()
	defer r.dialect.mu.Unlock()
	if now := r.opts.Now(); r.dialect.known == "" || now.After(r.dialect.until) {
		r.dialect.known, r.dialect.until = r.recogniseDialect(ctx), now.Add(dialectFor)
	}
	return r.dialect.known
}

func (r *Recognizer) recogniseDialect(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, dialectTime)
	defer cancel()
	var models struct {
		Data []struct {
			Task  string
			Owner string `json:"owned_by"`
		}
	}
	if b, status := r.get(ctx, strings.TrimSuffix(r.opts.URL, "/")+"/models"); status == http.StatusOK && json.Unmarshal(b, &models) == nil {
		for _, m := range models.Data {
			if m.Task == "automatic-speech-recognition" || strings.EqualFold(m.Owner, "systran") {
				return Speaches
			}
		}
		return OpenAI
	}
	// whisper.cpp lists no models, and says how it is.
	var health struct{ Status string }
	if b, status := r.get(ctx, origin(r.opts.URL)+"/health"); status != 0 && json.Unmarshal(b, &health) == nil && health.Status != "" {
		return WhisperCPP
	}
	return OpenAI
}

// get returns the beginning of an answer, and its status; 0 where there was none.
func (r *Recognizer) get(ctx context.Context, address string) ([]byte, int) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0
	}
	if r.opts.Key != "" {
		req.Header.Set("Authorization", "Bearer "+r.opts.Key)
	}
	resp, err := r.opts.Client.Do(req)
	if err != nil {
		return nil, 0
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, 0
	}
	return b, resp.StatusCode
}

// fields returns the fields of the form beside the file, in order.
func (r *Recognizer) fields(dialect string, t feeds.Task) [][2]string {
	model := strings.ToLower(r.opts.Model)
	var out [][2]string
	add := func(name, value string) {
		if value != "" {
			out = append(out, [2]string{name, value})
		}
	}
	add("model", r.opts.Model)
	add("language", primary(t.Document.Language))
	switch {
	case strings.Contains(model, "transcribe-diarize"):
		add("response_format", "diarized_json")
		add("chunking_strategy", "auto")
		return out
	case strings.HasPrefix(model, "gpt-transcribe"):
		add("response_format", "json")
		for _, name := range limited(t.Names, maxNames, maxPrompt) {
			add("keywords[]", name)
		}
		return out
	case strings.Contains(model, "transcribe"): // gives no times
		add("response_format", "json")
	default:
		add("response_format", "verbose_json")
		add("timestamp_granularities[]", "segment")
		add("timestamp_granularities[]", "word")
		add("temperature", "0")
	}
	if dialect == Speaches {
		add("without_timestamps", "false")
		add("hotwords", strings.Join(limited(t.Names, maxNames, maxPrompt), ", "))
		return out
	}
	add("prompt", prompt(t.Names))
	return out
}

// primary returns the language itself, without its region: whisper knows "en", not "en-US".
func primary(language string) string {
	language, _, _ = strings.Cut(strings.ToLower(language), "-")
	return language
}
