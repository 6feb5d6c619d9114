package cli

import (
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// sharesSeen says how often links were pasted at least, by chat, and what assistants read.
func sharesSeen(seen []evidence.ReportFetches) string {
	var pasted, read, doubtful []string
	for _, f := range seen {
		name := strings.ReplaceAll(f.Name, "_", " ")
		switch {
		case !f.Proof.Counts():
			doubtful = append(doubtful, name)
		case f.Kind == feeds.PreviewFetch:
			pasted = append(pasted, fmt.Sprintf("%d into %s (usually %.2g)", f.Count, name, f.Usual))
		case f.Kind == feeds.AssistantFetch:
			read = append(read, fmt.Sprintf("%s %d", name, f.Count))
		}
	}
	what := "no link preview was seen"
	if len(pasted) > 0 {
		what = "pasted at least " + strings.Join(pasted, ", ")
	}
	if len(read) > 0 {
		what += "; read by assistants: " + strings.Join(read, ", ")
	}
	if len(doubtful) > 0 {
		what += "; not counted, since the name is doubtful: " + strings.Join(doubtful, ", ")
	}
	return what
}

// darkShare adds what the lower end of the range leaves out.
func darkShare(l evidence.ReportLine, what string) string {
	d := l.Dark
	if d == nil {
		return what
	}
	var out []string
	if d.Search > 0 {
		out = append(out, fmt.Sprintf("%.0f run with searches", d.Search))
	}
	switch {
	case d.PossiblyAI == nil:
		out = append(out, "what assistants brought is not known")
	case *d.PossiblyAI > 0:
		out = append(out, fmt.Sprintf("%.0f possibly by AI assistants", *d.PossiblyAI))
	}
	what += fmt.Sprintf("; %.0f %% of all visits, usually %.0f %%", 100*d.Share, 100*d.UsualShare)
	if len(out) > 0 {
		what += "; not in the lower end: " + strings.Join(out, ", ")
	}
	return what
}
