package speech

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// recording is the file that was fetched. Times belong to it: another download may have other
// advertisements in it.
type recording struct {
	Tag     string  `json:"tag,omitempty"` // the server's ETag or date, to continue an interrupted download
	Whole   bool    `json:"whole,omitempty"`
	Hash    string  `json:"hash,omitempty"` // SHA-256
	Size    int64   `json:"size,omitempty"`
	Type    string  `json:"type,omitempty"`
	Seconds float64 `json:"seconds,omitempty"` // that were recognised
}

// fetch returns the name of the file with the recording, and fetches what is missing of it.
func (r *Recognizer) fetch(ctx context.Context, t feeds.Task, dir string, w *work) (string, error) {
	name := filepath.Join(dir, "recording")
	have := int64(0)
	if info, err := os.Stat(name); err == nil {
		have = info.Size()
	}
	if w.File.Whole && have == w.File.Size && have > 0 {
		return name, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("making a folder for a recording: %w", err)
	}
	before := w.File.Hash
	if have > 0 && w.File.Tag == "" || w.File.Whole {
		have = 0
	}
	if err := r.download(ctx, t, name, have, w); err != nil {
		return "", err
	}
	hash, head, err := digest(name)
	if err != nil {
		return "", err
	}
	kind := http.DetectContentType(head)
	if w.File.Size == 0 || strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "application/pdf") {
		what := "an empty file"
		if w.File.Size > 0 {
			what, _, _ = strings.Cut(kind, ";")
		}
		f := &feeds.Fault{Kind: feeds.FaultUnparsable, Host: hostOf(t.Document.Audio), Params: map[string]string{"what": what}}
		f.Explain("speech_not_audio", fmt.Sprintf("%s sent %s where a recording was expected", f.Host, what), "Open the episode's recording in a browser. If it plays there, the address may be meant for browsers only.")
		return "", f
	}
	if before != "" && before != hash {
		// The file is another one now, so what was recognised has other times.
		w.Done, w.Cues, w.Language = 0, nil, ""
	}
	w.File.Whole, w.File.Hash, w.File.Type = true, hash, kind
	return name, save(t, w)
}

// download appends to the file what it lacks, or begins anew where the server can't continue.
func (r *Recognizer) download(ctx context.Context, t feeds.Task, name string, have int64, w *work) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fetch.WithCredentials(t.Document.Audio, t.Source.URL), nil)
	if err != nil {
		return &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "address_unreadable", Reason: "The address can't be read", Help: "Check it for stray characters.", Err: err}
	}
	if have > 0 {
		req.Header.Set("Range", "bytes="+strconv.FormatInt(have, 10)+"-")
		req.Header.Set("If-Range", w.File.Tag)
	}
	resp, err := r.opts.Audio.Do(req)
	if err != nil {
		return unlessCancelled(ctx, err)
	}
	defer resp.Body.Close()
	flags := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	switch {
	case resp.StatusCode == http.StatusPartialContent && have > 0 && !resp.Uncompressed && startsAt(resp.Header.Get("Content-Range"), have):
		flags = os.O_WRONLY | os.O_APPEND
	case resp.StatusCode == http.StatusOK:
		have = 0
	default:
		os.Remove(name)
		return fetch.StatusFault(resp, r.opts.Now())
	}
	most := int64(r.opts.Largest) << 20
	if resp.ContentLength > most-have {
		return r.tooLarge(t)
	}
	w.File.Tag = tag(resp.Header)
	w.File.Whole = false
	if err := save(t, w); err != nil {
		return err
	}
	out, err := os.OpenFile(name, flags, 0o600)
	if err != nil {
		return fmt.Errorf("creating the file of a recording: %w", err)
	}
	n, err := io.Copy(out, io.LimitReader(resp.Body, most-have+1))
	if closed := out.Close(); err == nil {
		err = closed
	}
	switch {
	case err != nil:
		return unlessCancelled(ctx, err)
	case have+n > most:
		os.Remove(name)
		return r.tooLarge(t)
	}
	w.File.Size = have + n
	return nil
}

func (r *Recognizer) tooLarge(t feeds.Task) error {
	f := &feeds.Fault{Kind: feeds.FaultTooLarge, Host: hostOf(t.Document.Audio), Params: map[string]string{"limit": fmt.Sprintf("%d MB", r.opts.Largest)}}
	f.Explain("speech_recording_large", fmt.Sprintf("The recording is larger than %d MB", r.opts.Largest), "The limit is speech.largest in the configuration.")
	return f
}

func save(t feeds.Task, w *work) error {
	state, err := marshal(w)
	if err != nil {
		return err
	}
	return t.Save(state, 0)
}

// tag returns what tells one version of a file from another. A weak ETag doesn't.
func tag(h http.Header) string {
	if etag := h.Get("ETag"); strings.HasPrefix(etag, `"`) {
		return etag
	}
	if _, err := time.Parse(http.TimeFormat, h.Get("Last-Modified")); err == nil {
		return h.Get("Last-Modified")
	}
	return ""
}

// startsAt reports whether a Content-Range begins at that byte.
func startsAt(header string, at int64) bool {
	return strings.HasPrefix(header, "bytes "+strconv.FormatInt(at, 10)+"-")
}

func digest(name string) (hash string, head []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", nil, fmt.Errorf("reading a recording: %w", err)
	}
	defer f.Close()
	head = make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", nil, fmt.Errorf("reading a recording: %w", err)
	}
	sum := sha256.New()
	sum.Write(head[:n])
	if _, err := io.Copy(sum, f); err != nil {
		return "", nil, fmt.Errorf("reading a recording: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), head[:n], nil
}

func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Host
	}
	return ""
}

// unlessCancelled returns the fault that the guarded transport gave, without the address that net/http puts
// before it.
func unlessCancelled(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var f *feeds.Fault
	if errors.As(err, &f) {
		return f
	}
	return &feeds.Fault{Kind: feeds.FaultTransient, Code: "connection_lost", Reason: "The connection was lost", Err: errors.Unwrap(err)}
}
