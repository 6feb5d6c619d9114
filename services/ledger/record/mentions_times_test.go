package record_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

func TestForemostMentions(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		inbox(t, l, 4)
		passing := episode("passing", "Passing", "Acme")
		passing.Published = noon.Add(time.Hour)
		save(t, l, "s", passing)
		write(t, l, func(tx *ledger.Tx) error {
			m := mention("acme", passing)
			m.Type = index.Passing
			return record.SaveMention(ctx, tx, m)
		})
		titles := func(f record.MentionFilter, most int) string {
			t.Helper()
			var list []string
			for _, m := range must(record.Foremost(ctx, l, f, most))(t) {
				list = append(list, m.Brand+" "+m.Title)
			}
			return strings.Join(list, ", ")
		}
		own := record.MentionFilter{Brands: []string{"acme"}, Rows: true}
		for _, c := range []struct {
			f    record.MentionFilter
			most int
			want string
		}{
			{own, 10, "acme Episode 3, acme Episode 2, acme Episode 1, acme Episode 0, acme Passing"},
			{own, 2, "acme Episode 1, acme Episode 0"}, // a passing mention goes first, then the oldest
			{record.MentionFilter{Rows: true, From: noon, To: noon.Add(time.Minute)}, 10, "acme Episode 0, rival Episode 0"},
			{record.MentionFilter{Brands: []string{"nobody"}}, 10, ""},
		} {
			got := titles(c.f, c.most)
			if c.f.From.Equal(noon) { // both of one time: by id
				got = strings.Join(slices.Sorted(slices.Values(strings.Split(got, ", "))), ", ")
			}
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		}
		counts := map[string]int{}
		err := record.EachPublished(ctx, l, record.MentionFilter{Rows: true}, func(brand string, published time.Time) {
			counts[fmt.Sprint(brand, " ", published.Sub(noon).Hours() >= 0)]++
		})
		if err != nil || counts["acme true"] != 2 || counts["acme false"] != 3 || counts["rival true"] != 1 {
			t.Errorf("%v, %v", counts, err)
		}
	})
}
