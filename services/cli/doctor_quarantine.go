package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// quarantine names what is not tried any more since the process ended over it.
func (d *diagnosis) quarantine(ctx context.Context, l *ledger.Ledger) {
	const knowsIt = 5 // the schema
	if version, err := l.Version(ctx); err != nil || version < knowsIt {
		return
	}
	held, err := archive.Quarantine(ctx, l)
	if err == nil && len(held) > 0 {
		var names []string
		for _, q := range held[:min(len(held), 5)] {
			what := "document"
			if q.Kind == archive.Reading {
				what = "source"
			}
			names = append(names, fmt.Sprintf("%s %s (%s, %d times)", what, q.ID, q.Kind, q.Deaths))
		}
		err = fmt.Errorf("the process ended while it worked on %s, so %s set aside: %s. The others go on. namedrop release ID tries one again; a new version tries all of them",
			count(len(held), "thing", "things"), map[bool]string{true: "it is", false: "they are"}[len(held) == 1], strings.Join(names, ", "))
	}
	d.say("quarantine", err, "nothing is set aside")
}
