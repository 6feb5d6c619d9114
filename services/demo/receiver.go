package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/namedrop/namedrop/alerts"
)

const (
	keptMessages = 200
	largestBody  = 1 << 20
)

// Message is one webhook that was received.
type Message struct {
	ID      string
	At      time.Time
	Error   string         // why it was refused, else empty
	Events  []alerts.Event // a single event, or a batch
	Body    []byte
	Repeats int // how often the same id came again
}

// Receiver receives webhooks as a customer's server would: it checks the Standard
// Webhooks signature with that project's own library, answers 204, and keeps the last
// 200 messages for the page at /received.
type Receiver struct {
	webhook *standardwebhooks.Webhook
	now     func() time.Time

	mu       sync.Mutex
	notify   func(Message)
	messages []Message // newest first
}

// NewReceiver returns a receiver; secret is the channel's signing secret.
func NewReceiver(secret string, now func() time.Time) (*Receiver, error) {
	hook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		return nil, fmt.Errorf("reading the receiver's secret: %w", err)
	}
	return &Receiver{webhook: hook, now: now, notify: func(Message) {}}, nil
}

// Notify makes the receiver call f with each message it receives, repeats included.
func (v *Receiver) Notify(f func(Message)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.notify = f
}

// Messages returns the last messages, newest first.
func (v *Receiver) Messages() []Message {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]Message(nil), v.messages...)
}

func (v *Receiver) receive(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, largestBody))
	if err != nil {
		http.Error(rw, "the message is too large or was cut off", http.StatusRequestEntityTooLarge)
		return
	}
	m := Message{ID: r.Header.Get(standardwebhooks.HeaderWebhookID), At: v.now(), Body: body}
	if err := v.webhook.Verify(body, r.Header); err != nil {
		m.Error = err.Error()
		v.keep(m)
		http.Error(rw, "the signature is wrong", http.StatusUnauthorized)
		return
	}
	if m.Events, err = readEvents(body); err != nil {
		m.Error = err.Error()
		v.keep(m)
		http.Error(rw, m.Error, http.StatusUnprocessableEntity)
		return
	}
	v.keep(m)
	rw.WriteHeader(http.StatusNoContent)
}

// readEvents reads one CloudEvent or a batch of them.
func readEvents(body []byte) ([]alerts.Event, error) {
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '[' {
		var batch []alerts.Event
		if err := json.Unmarshal(body, &batch); err != nil {
			return nil, fmt.Errorf("reading the batch: %w", err)
		}
		return batch, nil
	}
	var one alerts.Event
	if err := json.Unmarshal(body, &one); err != nil {
		return nil, fmt.Errorf("reading the event: %w", err)
	}
	return []alerts.Event{one}, nil
}

func (v *Receiver) keep(m Message) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.notify(m)
	for i := range v.messages {
		if old := &v.messages[i]; m.ID != "" && old.ID == m.ID && old.Error == "" && m.Error == "" {
			old.Repeats++
			return
		}
	}
	v.messages = append([]Message{m}, v.messages...)
	if len(v.messages) > keptMessages {
		v.messages = v.messages[:keptMessages]
	}
}
