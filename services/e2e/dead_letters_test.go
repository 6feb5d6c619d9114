package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/subjects"
)

// Unreadable messages in both streams become dead letters: doctor lists them, everything after
// them is processed, and they can be retried and discarded.
func TestACorruptReferenceStopsNothing(t *testing.T) {
	t.Parallel()
	for name, postgres := range map[string]bool{"SQLite": false, "PostgreSQL": true} {
		t.Run(name, func(t *testing.T) {
			settings, url := calm, ""
			if postgres {
				url = ledgertest.PostgresURL(t)
				settings += fmt.Sprintf("database: {url: %q}\n", url)
			}
			s := serve(t, settings)
			if !postgres {
				url = s.data("namedrop.db")
			}
			line := `{"id":"%d","source":"talk","title":"Talk %d","text":"We moved to Larkmeter."}` + "\n"
			s.addBrand("Larkmeter", nil)
			s.stop()
			l, err := ledger.Open(t.Context(), ledger.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			err = l.Write(t.Context(), func(tx *ledger.Tx) error {
				return tx.Enqueue(t.Context(),
					ledger.Message{Stream: subjects.Documents, Subject: "doc.read.podcast.none", MsgID: "corrupt1", Payload: []byte("{nonsense")},
					ledger.Message{Stream: subjects.Documents, Subject: "doc.detected.podcast.none", MsgID: "corrupt2", Payload: []byte("{nonsense")},
					ledger.Message{Stream: subjects.Mentions, Subject: "mention.found.default.larkmeter.podcast", MsgID: "corrupt3", Payload: []byte("{nonsense")})
			})
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			s.start()
			type letter struct{ ID, Consumer, Data string }
			var letters struct{ Items []letter }
			eventually(t, func() string {
				if s.must("GET", "/dead-letters", nil, &letters); len(letters.Items) != 3 {
					return fmt.Sprintf("dead letters: %+v", letters.Items)
				}
				return ""
			})
			if out, code := s.run(strings.NewReader(fmt.Sprintf(line, 1, 1)), "import", "documents", "-"); code != 0 {
				t.Fatal(out)
			}
			eventually(t, func() string {
				out, code := s.run(nil, "search", "brand:larkmeter")
				if code != 0 || !strings.Contains(out, "Talk 1") {
					return fmt.Sprintf("search exits with %d: %s", code, out)
				}
				return ""
			})
			out, code := s.run(nil, "doctor")
			if code == 0 || !strings.Contains(out, "FAIL  dead letters") {
				t.Errorf("doctor exits with %d:\n%s", code, out)
			}
			if out, code := s.run(nil, "dead-letter", "list"); code != 0 || !strings.Contains(out, "alerter") || !strings.Contains(out, "detector") {
				t.Errorf("the list exits with %d: %s", code, out)
			}
			if out, code := s.run(nil, "dead-letter", "retry", "--all"); code != 0 {
				t.Error(out)
			}
			// They are still unreadable, so they become dead letters again.
			eventually(t, func() string {
				var after struct{ Items []struct{ Retries int } }
				s.must("GET", "/dead-letters", nil, &after)
				if len(after.Items) != 3 || after.Items[0].Retries != 1 || after.Items[1].Retries != 1 || after.Items[2].Retries != 1 {
					return fmt.Sprintf("after the retry: %+v", after.Items)
				}
				return ""
			})
			for _, d := range letters.Items {
				if out, code := s.run(nil, "dead-letter", "discard", d.ID); code != 0 {
					t.Error(out)
				}
			}
			if out, _ := s.run(nil, "doctor"); !strings.Contains(out, "ok    dead letters") {
				t.Error(out)
			}
		})
	}
}
