package api

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// A recording that somebody listens to for an hour is not logged as slow, nor is a stream of
// events.
func TestSlowRequestsAreTold(t *testing.T) {
	for kind, told := range map[string]bool{"application/json": true, "": true, "audio/mpeg": false, "video/mp4": false, "text/event-stream": false} {
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			h := identified(slog.New(slog.NewTextHandler(&log, nil)), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", kind)
				time.Sleep(time.Hour)
			}))
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
			if got := log.Len() > 0; got != told {
				t.Errorf("%q: %s", kind, log.String())
			}
		})
	}
}
