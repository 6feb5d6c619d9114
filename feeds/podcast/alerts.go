package podcast

// maxAlerted is how many pages of one read of alerts are named.
const maxAlerted = 50

// alerted returns the pages that a feed of Google Alerts is about: its entries hold a few words of each only, so the
// pages themselves are read once.
func alerted(feed parsed) []string {
	var out []string
	for _, it := range feed.Items {
		if it == nil {
			continue
		}
		if link := absolute(nil, it.Link); link != "" && unwrap(link) != link && len(out) < maxAlerted {
			out = append(out, unwrap(link))
		}
	}
	return out
}
