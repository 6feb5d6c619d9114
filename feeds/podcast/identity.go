package podcast

import (
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// maxGUID is the longest guid that becomes part of a key as it is; longer ones are hashed.
const maxGUID = 500

// identify gives each item its key: the guid, else the audio address without its query,
// else link and title. What different items share identifies none of them, so they
// fall back to the next, and at last to title and date. An item that is listed twice is one document, the first.
func identify(items []item, src feeds.Source) (out []item, warnings []feeds.Warning) {
	names := make([]string, len(items))
	for i, it := range items {
		names[i] = it.guid
	}
	shared := sharedNames(items, names)
	for i, it := range items {
		if it.guid == "" || shared[it.guid] {
			names[i] = it.fallback()
		}
	}
	for i, further := range sharedItems(items, names) {
		if further {
			names[i] = items[i].exact()
		}
	}
	sourceKey := src.Key
	if sourceKey == "" {
		sourceKey = feeds.ID("source", src.URL)
	}
	seen, versions := map[string]bool{}, map[string]bool{}
	twice := 0
	for i, it := range items {
		if v := it.version(); v != "" {
			if versions[v] {
				twice++
				continue
			}
			versions[v] = true
		}
		own := names[i]
		if len(own) > maxGUID {
			own = feeds.ID("guid", own)
		}
		key := sourceKey + "\n" + own
		if seen[it.doc.Network+"\n"+key] {
			twice++
			continue
		}
		seen[it.doc.Network+"\n"+key] = true
		it.doc.Key = key
		it.doc.ID = feeds.DocumentID(it.doc.Network, key)
		out = append(out, it)
	}
	if twice > 0 {
		warnings = append(warnings, feeds.Warn("items_twice", "Items listed twice: {n}.", "n", strconv.Itoa(twice)))
	}
	if len(shared) > 0 {
		warnings = append(warnings, feeds.Warn("items_share_ids", "Ids that different items share: {n}. These items are distinguished by address and title.", "n", strconv.Itoa(len(shared))))
	}
	alternates(out, sourceKey)
	return out, warnings
}

// sharedNames returns the names that different items share.
func sharedNames(items []item, names []string) map[string]bool {
	first, shared := map[string]int{}, map[string]bool{}
	for i, name := range names {
		if name == "" {
			continue
		}
		if j, known := first[name]; !known {
			first[name] = i
		} else if !same(items[j], items[i]) {
			shared[name] = true
		}
	}
	return shared
}

// sharedItems returns which items share their name with a different one.
func sharedItems(items []item, names []string) []bool {
	shared := sharedNames(items, names)
	out := make([]bool, len(items))
	for i, name := range names {
		out[i] = shared[name]
	}
	return out
}

// same reports whether two items with one name are the same episode or article. Some publishers list an
// episode twice, once for members: under one title, in the same days, and with the same file name or the
// same words. Others give all their items one guid, one link or one audio address: those differ in title,
// date and words, or have one title every day.
func same(a, b item) bool {
	sameTitle := a.doc.Title == b.doc.Title
	apart := a.doc.Published.Sub(b.doc.Published).Abs()
	near, sameDate := apart < 8*24*time.Hour, apart == 0 && !a.doc.Undated
	switch {
	case a.enclosure != "" && a.enclosure == b.enclosure:
		return sameTitle || sameDate || alike(a.words(), b.words())
	case a.enclosure != "" || b.enclosure != "":
		if !sameTitle || a.doc.Title == "" || !near {
			return false
		}
		return a.enclosure == "" || b.enclosure == "" || path.Base(a.enclosure) == path.Base(b.enclosure) ||
			len(a.words()) > 1 && a.words() == b.words()
	case sameTitle:
		return (a.link == b.link || near) && (sameDate || alike(a.words(), b.words()))
	}
	return a.link == b.link && (sameDate || a.words() == b.words())
}

// alike reports whether one text may be an edited version of the other: half of the shorter one's words
// are in both, as far as their beginnings tell. A text that isn't there may be any.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	words, others := strings.Fields(a[:min(len(a), compared)]), strings.Fields(b[:min(len(b), compared)])
	if len(words) > len(others) {
		words, others = others, words
	}
	in := map[string]bool{}
	for _, w := range others {
		in[w] = true
	}
	common := 0
	for _, w := range words {
		if in[w] {
			common++
		}
	}
	return common*2 >= len(words)
}

// words returns what an item says beside its title.
func (it *item) words() string { return it.doc.Notes + "\n" + it.doc.Text }

func (it *item) fallback() string {
	if it.enclosure != "" {
		return it.enclosure
	}
	return feeds.ID("item", it.link, it.doc.Title)
}

// compared is how much of two texts is compared: all items of a feed may have one name.
const compared = 4 << 10

// exact is a name for an item that shares its fallback with others: it has the title, and the day and time
// or the words.
func (it *item) exact() string {
	if it.doc.Undated {
		return feeds.ID("item", it.fallback(), it.doc.Title, it.words())
	}
	return feeds.ID("item", it.fallback(), it.doc.Title, it.doc.Published.Format(time.RFC3339))
}

// version identifies an article whose guids differ only in the fragment, as some news sites list one again
// after each change. It is empty for other items.
func (it *item) version() string {
	at := strings.IndexByte(it.guid, '#')
	if at <= 0 || it.link == "" || it.enclosure != "" || it.guid[:at] != withoutFragment(it.link) {
		return ""
	}
	return it.guid[:at] + "\n" + it.doc.Title
}

func withoutFragment(raw string) string {
	raw, _, _ = strings.Cut(raw, "#")
	return raw
}

// alternates sets the other keys of each item: its audio address, then its title and day. A
// key that two items of the feed share is left out of both.
func alternates(items []item, sourceKey string) {
	names := make([][]string, len(items))
	uses := map[string]int{}
	for i, it := range items {
		if it.enclosure != "" {
			names[i] = append(names[i], feeds.ID("enclosure", sourceKey, address(it.enclosure)))
		} else if it.link != "" {
			names[i] = append(names[i], feeds.ID("link", sourceKey, address(it.link)))
		}
		if !it.doc.Undated && it.doc.Title != "" {
			names[i] = append(names[i], feeds.ID("title", sourceKey, strings.ToLower(it.doc.Title), it.doc.Published.Format("2006-01-02")))
		}
		for _, n := range names[i] {
			uses[n]++
		}
	}
	for i := range items {
		for _, n := range names[i] {
			if uses[n] == 1 {
				items[i].doc.Alternates = append(items[i].doc.Alternates, n)
			}
		}
	}
}

// address returns an address without its scheme, since the move from http to https is the most
// common change.
func address(raw string) string {
	_, rest, found := strings.Cut(raw, "://")
	if !found {
		return raw
	}
	return rest
}
