package archive

import "time"

// Undated is the partition of documents whose date can't be right.
const Undated = "undated"

// Month returns the partition of a document that was published then and is first saved now:
// its month; its year if it is older than 24 months; [Undated] before 2005 and after next
// month.
func Month(published, now time.Time) string {
	published, now = published.UTC(), now.UTC()
	first := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC)
	end := time.Date(now.Year(), now.Month()+2, 1, 0, 0, 0, 0, time.UTC)
	switch {
	case published.Before(first), !published.Before(end):
		return Undated
	case published.Before(now.AddDate(0, -24, 0)):
		return published.Format("2006")
	}
	return published.Format("2006-01")
}
