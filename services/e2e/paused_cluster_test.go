package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// If the processes of a cluster find another database than before, each is paused, and one
// confirmation resumes all of them. A process whose bus belongs to another database changes
// nothing on that bus.
func TestAClusterOnAnotherDatabase(t *testing.T) {
	t.Parallel()
	first, second, bus := ledgertest.PostgresURL(t), ledgertest.PostgresURL(t), broker(t)
	w := newWorld(t, 1, 6)
	var all []*server
	for _, service := range []string{"search", "search", "crawler", "detector"} {
		all = append(all, member(t, service, first, bus))
	}
	desk := all[0]
	desk.addBrand("Larkmeter", nil)
	desk.addSource(w.feeds()[0])
	eventually(t, func() string { return desk.searchable(6, w.expected()) })

	stranger := member(t, "search", second, bus)
	var st pausedStatus
	stranger.must("GET", "/status", nil, &st)
	if st.Paused == nil || st.Paused.Code != "missing" || !strings.Contains(st.Paused.Detail, "bus") {
		t.Errorf("beside another database's processes: %+v", st.Paused)
	}
	stranger.stop()
	w.published.Store(9)
	eventually(t, func() string { return desk.searchable(9, w.expected()) })

	for _, s := range all {
		s.stop()
	}
	for i, s := range all {
		s.rewrite(first, second)
		if i < 2 {
			s.start()
		} else {
			s.launch()
		}
	}
	for _, s := range all {
		eventually(t, func() string {
			if !strings.Contains(s.out.String(), "started paused") {
				return fmt.Sprintf("%v isn't paused:\n%s", s.args, s.out)
			}
			return ""
		})
	}
	desk.must("POST", "/resume", nil, nil)
	desk.addBrand("Larkmeter", nil)
	desk.addSource(w.feeds()[0])
	for _, s := range all[:2] {
		eventually(t, func() string { return s.searchable(9, w.expected()) })
	}
	w.published.Store(12)
	for _, s := range all[:2] {
		eventually(t, func() string { return s.searchable(12, w.expected()) })
	}
}
