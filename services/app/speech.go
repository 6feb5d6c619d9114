package app

import (
	"net/http"
	"path/filepath"
	"time"

	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/speech"
)

// recordingTime is how long fetching a recording may take. What there is of it by then is kept.
const recordingTime = time.Hour

// recognizer creates what recognises speech. Recordings are fetched through the guard; the engine is the
// operator's own and may be anywhere.
func (a *App) recognizer(door *fetch.Door) (*speech.Recognizer, error) {
	s := a.opts.Config.Speech.Settings()
	engine := fetch.NewTransport(a.opts.Config.Fetch.AllowPrivate, s.URL)
	engine.ResponseHeaderTimeout = 0 // an engine answers when it has listened
	return speech.New(speech.Options{
		Settings: s, Dir: filepath.Join(a.opts.Config.Data, "speech"),
		Audio: &http.Client{Transport: door.RoundTripper(fetch.Limits{MaxBytes: int64(s.Largest) << 20, Timeout: recordingTime})},
		// A redirect would carry the key elsewhere.
		Client: &http.Client{Transport: engine, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		Keeper: keeper[speech.Spent]{a.ledger, speechBudget}, Logger: a.opts.Logger, Now: a.opts.Now,
	})
}
