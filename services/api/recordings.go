package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds/address"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

const (
	audioTimeout = 30 * time.Minute // for a whole recording; players request pieces
	audioIdle    = 30 * time.Second // for the publisher's next bytes
)

// newRecordings returns the client that fetches recordings.
func newRecordings(guarded http.RoundTripper) *http.Client {
	return &http.Client{Transport: guarded, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		address.Escape(next.URL)
		if len(via) >= 10 {
			return errors.New("too many redirects")
		}
		return nil
	}}
}

// audio passes a recording on, so that the publisher doesn't see who listens. A HEAD is sent as a
// HEAD, and a single range as that range.
func (a *API) audio(w http.ResponseWriter, r *http.Request) {
	if p := allowed(r.Context(), access.Read); p != nil {
		writeProblem(w, p)
		return
	}
	leave, p := a.listeners.enter(r.Context())
	if p != nil {
		busy(w, p)
		return
	}
	defer leave()
	meta, err := archive.GetDocumentMeta(r.Context(), a.opts.Ledger, r.PathValue("id"))
	if err == nil && meta.Audio == "" {
		err = ledger.ErrNotFound
	}
	if err != nil {
		var p *Problem
		ctx := context.WithValue(r.Context(), routeKey{}, "/api/v1/documents/{id}/audio")
		if errors.As(a.fail(ctx, "loading the document", err), &p) {
			writeProblem(w, p)
		}
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), audioTimeout)
	defer cancel()
	idle := time.AfterFunc(audioIdle, cancel)
	defer idle.Stop()
	resp, p := a.askPublisher(ctx, r, meta.Audio)
	if p != nil {
		writeProblem(w, p)
		return
	}
	defer resp.Body.Close()
	for _, name := range []string{"Content-Length", "Content-Range", "Accept-Ranges", "Last-Modified", "ETag"} {
		if v := resp.Header.Get(name); v != "" {
			w.Header().Set(name, v)
		}
	}
	if resp.StatusCode == http.StatusRequestedRangeNotSatisfiable {
		w.Header().Del("Content-Length") // of the publisher's headers
		writeProblem(w, recordingEnds.problem())
		return
	}
	// Whatever its media type is, a browser must never run it.
	w.Header().Set("Content-Type", audioType(meta.AudioType))
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	w.WriteHeader(resp.StatusCode)
	if r.Method == http.MethodHead || resp.StatusCode == http.StatusNotModified {
		return
	}
	_, _ = io.Copy(w, &watched{resp.Body, idle})
}

// askPublisher returns an answer that can be passed on: the recording, a part of it, "not modified"
// or "range not satisfiable".
func (a *API) askPublisher(ctx context.Context, r *http.Request, audio string) (*http.Response, *Problem) {
	at, err := address.Parse(audio)
	if err != nil {
		return nil, recordingUnaddressed.problem()
	}
	method := http.MethodGet
	if r.Method == http.MethodHead {
		method = http.MethodHead
	}
	req, err := http.NewRequestWithContext(ctx, method, at.String(), nil)
	if err != nil {
		return nil, recordingUnaddressed.problem()
	}
	req.Header = passed(r.Header, "If-None-Match", "If-Modified-Since")
	part := onePart(r.Header.Values("Range"))
	if part != "" {
		req.Header.Set("Range", part)
		if v := r.Header.Get("If-Range"); v != "" {
			req.Header.Set("If-Range", v)
		}
	}
	req.Header.Set("User-Agent", a.opts.UserAgent)
	req.Header.Set("Accept-Encoding", "identity") // lengths and ranges are those of the uncompressed recording
	resp, err := a.recordings.Do(req)
	if err != nil {
		return nil, recordingRefused.problem()
	}
	fits := false
	switch resp.StatusCode {
	case http.StatusOK:
		fits = true
	case http.StatusPartialContent:
		fits = part != "" && contentRange.MatchString(resp.Header.Get("Content-Range"))
	case http.StatusRequestedRangeNotSatisfiable:
		fits = part != ""
	case http.StatusNotModified:
		fits = req.Header.Get("If-None-Match") != "" || req.Header.Get("If-Modified-Since") != ""
	}
	if coding := resp.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		fits = false
	}
	if !fits {
		resp.Body.Close()
		return nil, recordingOther.problem()
	}
	return resp, nil
}

var (
	byteRange    = regexp.MustCompile(`^bytes=(\d{1,18}-\d{0,18}|-\d{1,18})$`)
	contentRange = regexp.MustCompile(`^bytes \d{1,18}-\d{1,18}/(\d{1,18}|\*)$`)
)

// onePart returns the requested range, or "" if there are several or it is invalid: then the whole
// recording is sent, which HTTP permits. Several ranges would be a multipart body, which no player
// requests and whose type we don't pass on.
func onePart(ranges []string) string {
	if len(ranges) != 1 || !byteRange.MatchString(ranges[0]) {
		return ""
	}
	return ranges[0]
}

// watched limits the wait for each piece. The time that the listener takes doesn't count.
type watched struct {
	from io.Reader
	idle *time.Timer
}

func (w *watched) Read(p []byte) (int, error) {
	w.idle.Reset(audioIdle)
	defer w.idle.Stop()
	return w.from.Read(p)
}

func passed(h http.Header, names ...string) http.Header {
	out := http.Header{}
	for _, n := range names {
		if v := h.Get(n); v != "" {
			out.Set(n, v)
		}
	}
	return out
}

func audioType(t string) string {
	switch t {
	case "audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/ogg", "audio/wav", "audio/x-wav", "audio/flac", "audio/webm", "video/mp4":
		return t
	}
	return "audio/mpeg"
}
