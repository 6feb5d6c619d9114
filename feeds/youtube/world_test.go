package youtube

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/youtube/smalltube"
)

const larkmeter = "UClarkmeterlarkmeterlark"

// memory keeps the state of a gate as the ledger does.
type memory struct {
	mu sync.Mutex
	s  State
}

func (m *memory) Update(_ context.Context, change func(*State) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.s
	if err := change(&s); err != nil {
		return err
	}
	m.s = s
	return nil
}

// world is a small YouTube with a client, at a time that the test sets.
type world struct {
	smalltube.World
	t        *testing.T
	client   *Client
	keeper   *memory
	settings Settings
	base     string
	at       time.Time
}

func open(t *testing.T, change ...func(*Settings)) *world {
	t.Helper()
	w := &world{t: t, keeper: &memory{}, settings: DefaultSettings(), at: time.Now().UTC().Truncate(time.Second)}
	for _, c := range change {
		c(&w.settings)
	}
	w.Add(smalltube.Channel{ID: larkmeter, Handle: "larkmeter", Name: "Larkmeter"})
	s := httptest.NewServer(w.Handler())
	t.Cleanup(s.Close)
	w.base = s.URL
	w.restart()
	return w
}

// restart makes a new client that remembers what the keeper does.
func (w *world) restart() {
	w.t.Helper()
	door, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("test", "https://larkmeter.example"), AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PerHost: 1000, Burst: 1000})
	if err != nil {
		w.t.Fatal(err)
	}
	w.client, err = New(Options{Endpoint: w.base, Door: door, Settings: w.settings, Keeper: w.keeper, Now: func() time.Time { return w.at }})
	if err != nil {
		w.t.Fatal(err)
	}
}

// video publishes a video with those tracks and returns its document.
func (w *world) video(tracks ...smalltube.Track) feeds.Document {
	v := smalltube.Video{ID: "aaaaaaaaaaa", Channel: larkmeter, Title: "Launch", Published: w.at.Add(-time.Hour), Duration: 600, Tracks: tracks}
	w.Publish(v)
	return video{id: v.ID, title: v.Title, published: v.Published}.document("Larkmeter")
}

// fill asks for the captions of a video once, with what the last attempt saved.
func (w *world) fill(d feeds.Document, state *json.RawMessage) (feeds.Filled, error) {
	w.t.Helper()
	if state == nil {
		state = new(json.RawMessage)
	}
	f := NewCaptions(w.client)
	task := feeds.Task{Document: d, State: *state, Save: func(s json.RawMessage, _ float64) error { *state = s; return nil }}
	if !f.Can(task) {
		w.t.Fatal("the filler can't fill a video")
	}
	return f.Fill(w.t.Context(), task)
}

// later lets time pass.
func (w *world) later(d time.Duration) { w.at = w.at.Add(d) }

// faulty checks the code and kind of an error.
func faulty(t *testing.T, err error, code string, kind feeds.FaultKind) *feeds.Fault {
	t.Helper()
	var f *feeds.Fault
	if !errors.As(err, &f) || f.Code != code || f.Kind != kind {
		t.Fatalf("%v, want the code %s and the kind %s", err, code, kind)
	}
	return f
}

func talk() []feeds.Cue {
	return smalltube.Talk(3, "so we moved our reports to Larkmeter last spring and nobody has complained about the numbers since then")
}
