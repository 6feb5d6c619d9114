package crawler_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// A password that a user adds during a read without it is tried as soon as that read has failed,
// not a day later.
func TestCredentialsGivenDuringARead(t *testing.T) {
	s := follow(t, "/feed")
	asked, goOn := make(chan struct{}), make(chan struct{})
	s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password == "secret" {
			fmt.Fprint(w, `<rss version="2.0"><channel><title>Show</title>`+episode("1", "One")+`</channel></rss>`)
			return
		}
		asked <- struct{}{}
		<-goOn
		w.WriteHeader(http.StatusUnauthorized)
	}))
	s.crawl()
	<-asked
	s.edit(func(tx *ledger.Tx, src *feeds.Source) error {
		src.URL = strings.Replace(src.URL, "http://", "http://me:secret@", 1)
		return archive.SetDue(t.Context(), tx, s.source, tx.Now())
	})
	close(goOn)
	s.until("read with its password", s.source, func(src archive.SourceWithPoll) bool { return src.Documents == 1 })
}
