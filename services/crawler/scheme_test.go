package crawler_test

import (
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
)

// A source that was added without a scheme has the one that answered after its first read.
func TestASourceFindsItsScheme(t *testing.T) {
	s := follow(t, "/feed")
	err := s.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		src, err := tx.GetSource(t.Context(), s.source)
		if err != nil {
			return err
		}
		src.URL = strings.TrimPrefix(s.At("/feed"), "http:")
		return tx.UpdateSource(t.Context(), src.Source)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.publish("/feed", episode("1", "One"))
	s.crawl()
	s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 })
	src, err := s.ledger.GetSource(t.Context(), s.source)
	if err != nil || src.URL != s.At("/feed") {
		t.Errorf("its address is %s: %v", src.URL, err)
	}
}
