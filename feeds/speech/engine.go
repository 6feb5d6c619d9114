package speech

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// maxAnswer is the most that is read of an engine's answer: two hours with a time for each word take 3 MB.
const maxAnswer = 16 << 20

// away is how long an engine that can't be reached is left alone.
const away = 2 * time.Minute

// ask sends a piece to the engine.
func (r *Recognizer) ask(ctx context.Context, t feeds.Task, _ string, p piece) (heard, error) {
	dialect := r.dialectOf(ctx)
	path := "/audio/transcriptions"
	resp, err := r.post(ctx, strings.TrimSuffix(r.opts.URL, "/")+path, dialect, t, p)
	if err == nil && resp.StatusCode == http.StatusNotFound && dialect == WhisperCPP {
		resp.Body.Close()
		resp, err = r.post(ctx, origin(r.opts.URL)+"/inference", dialect, t, p) // where it answers unless told otherwise
	}
	if err != nil {
		if ctx.Err() != nil {
			return heard{}, ctx.Err()
		}
		return heard{}, unreachable(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case ctx.Err() != nil:
		return heard{}, ctx.Err()
	case err != nil:
		return heard{}, &feeds.Fault{Kind: feeds.FaultTransient, Code: "speech_cut_off", Reason: "The speech engine broke off its answer", Err: err}
	case len(body) > maxAnswer:
		return heard{}, unreadable(errors.New("it is too long"))
	case resp.StatusCode/100 != 2:
		return heard{}, r.refused(resp, body)
	}
	return understand(body, resp.Header.Get("Content-Type"), t.Document.Language)
}

func (r *Recognizer) post(ctx context.Context, address, dialect string, t feeds.Task, p piece) (*http.Response, error) {
	f, err := os.Open(p.name)
	if err != nil {
		return nil, fmt.Errorf("reading a piece of a recording: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading a piece of a recording: %w", err)
	}
	// The parts around the file are made first, so that the length can be announced: not every engine
	// takes chunks.
	var around bytes.Buffer
	form := multipart.NewWriter(&around)
	for _, x := range r.fields(dialect, t) {
		if err := form.WriteField(x[0], x[1]); err != nil {
			return nil, err
		}
	}
	if _, err := form.CreateFormFile("file", "recording"+suffix(p)); err != nil {
		return nil, err
	}
	before := around.Len()
	if err := form.Close(); err != nil {
		return nil, err
	}
	b := around.Bytes()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, io.MultiReader(bytes.NewReader(b[:before]), f, bytes.NewReader(b[before:])))
	if err != nil {
		return nil, err
	}
	req.ContentLength = int64(len(b)) + info.Size()
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Accept", "application/json, text/vtt, text/plain")
	if r.opts.Key != "" {
		req.Header.Set("Authorization", "Bearer "+r.opts.Key)
	}
	return r.opts.Client.Do(req)
}

// suffix returns the ending of a file's name: hosted engines go by it.
func suffix(p piece) string {
	if p.temporary {
		return ".wav"
	}
	f, err := os.Open(p.name)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head)
	switch http.DetectContentType(head[:n]) {
	case "audio/wave":
		return ".wav"
	case "application/ogg":
		return ".ogg"
	case "video/mp4":
		return ".m4a"
	case "video/webm":
		return ".webm"
	}
	if bytes.HasPrefix(head, []byte("fLaC")) {
		return ".flac"
	}
	if n > 12 && string(head[4:8]) == "ftyp" {
		return ".m4a"
	}
	return ".mp3"
}

// origin returns the scheme and host of an address.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host
}

// unreachable is the fault for an engine that is not there: the episode waits, and nothing counts as
// tried.
func unreachable(err error) error {
	f := &feeds.Fault{Kind: feeds.FaultTransient, Unsent: true, RetryAfter: away, Err: err}
	why := "can't be reached"
	var lookup *net.DNSError
	switch {
	case errors.As(err, &lookup):
		why = "has a name that isn't known"
	case errors.Is(err, syscall.ECONNREFUSED):
		why = "is not running"
	}
	f.Params = map[string]string{"why": why}
	f.Explain("speech_away", "The speech engine "+why, "Start it, or correct speech.url. Episodes wait until then.")
	return f
}

func unreadable(err error) error {
	f := &feeds.Fault{Kind: feeds.FaultUnparsable, Err: err, RetryAfter: time.Hour}
	f.Explain("speech_unreadable", "The speech engine's answer can't be read", "Check that speech.url is the address of an OpenAI-compatible engine.")
	return f
}

// refused maps an engine's error to a fault.
func (r *Recognizer) refused(resp *http.Response, body []byte) error {
	f := &feeds.Fault{RetryAfter: fetch.RetryAfter(resp.Header, r.opts.Now()), Params: map[string]string{"status": fmt.Sprint(resp.StatusCode)}}
	why := complaint(body)
	switch s := resp.StatusCode; {
	case s == http.StatusBadGateway, s == http.StatusServiceUnavailable, s == http.StatusGatewayTimeout, s == http.StatusTooManyRequests:
		f.Kind, f.Unsent, f.RetryAfter = feeds.FaultTransient, true, max(f.RetryAfter, away)
		f.Explain("speech_busy", fmt.Sprintf("The speech engine has no time now (%d)", s), "Episodes wait until it has.")
	case s == http.StatusUnauthorized, s == http.StatusForbidden:
		f.Kind = feeds.FaultCredentials
		f.Explain("speech_key", fmt.Sprintf("The speech engine refuses the key (%d)", s), "Correct speech.key in the configuration.")
	case s == http.StatusNotFound, s == http.StatusMethodNotAllowed:
		f.Kind = feeds.FaultAbsent
		f.Explain("speech_not_found", fmt.Sprintf("The speech engine doesn't know this address or model (%d)", s), "Check speech.url, which mostly ends in /v1, and that the model of speech.model is installed.")
	case s == http.StatusRequestEntityTooLarge:
		f.Kind = feeds.FaultTooLarge
		f.Explain("speech_piece_large", "The speech engine takes no files of this size", "Make speech.upload or speech.piece smaller.")
	case s >= 500:
		f.Kind, f.Params["why"] = feeds.FaultTransient, why
		f.Explain("speech_failed", "The speech engine reports an error"+colon(why), "")
	default:
		f.Kind, f.Params["why"] = feeds.FaultUnparsable, why
		f.Explain("speech_refused", fmt.Sprintf("The speech engine refuses the recording (%d)%s", s, colon(why)), "Check speech.model and speech.engine.")
	}
	return f
}

func colon(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// complaint returns what an engine says went wrong, as short plain text.
func complaint(body []byte) string {
	var shape struct {
		Error  json.RawMessage `json:"error"`
		Detail json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(body, &shape) != nil {
		return ""
	}
	for _, raw := range []json.RawMessage{shape.Error, shape.Detail} {
		var text string
		var inner struct{ Message string }
		if json.Unmarshal(raw, &text) != nil && json.Unmarshal(raw, &inner) == nil {
			text = inner.Message
		}
		text = strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c <= ' ' || c == 0x7f }), " ")
		if len(text) > 160 {
			text = strings.ToValidUTF8(text[:160], "") + "…"
		}
		if text != "" {
			return strings.TrimRight(text, ". ")
		}
	}
	return ""
}
