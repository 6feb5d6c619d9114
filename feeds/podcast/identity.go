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
// else link and title. A guid that different items share identifies none of them, so they
// fall back to the next. An item that is listed twice is one document, the first.
func identify(items []item, src feeds.Source) (out []item, warnings []feeds.Warning) {
	byGUID := map[string][]int{}
	for i, it := range items {
		if it.guid != "" {
			byGUID[it.guid] = append(byGUID[it.guid], i)
		}
	}
	shared := map[string]bool{}
	for guid, list := range byGUID {
		for _, i := range list[1:] {
			if !same(items[list[0]], items[i]) {
				shared[guid] = true
			}
		}
	}
	sourceKey := src.Key
	if sourceKey == "" {
		sourceKey = feeds.ID("source", src.URL)
	}
	seen, versions := map[string]bool{}, map[string]bool{}
	twice := 0
	for _, it := range items {
		if v := it.version(); v != "" {
			if versions[v] {
				twice++
				continue
			}
			versions[v] = true
		}
		own := it.guid
		if own == "" || shared[own] {
			own = it.fallback()
		}
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

// same reports whether two items with one guid are the same episode or article. Some publishers list an
// episode twice, once for members: under one title, with the same file name or in the same days. Others
// give all their items one guid and one link: those differ in title, date and words.
func same(a, b item) bool {
	sameTitle := a.doc.Title == b.doc.Title
	near := a.doc.Published.Sub(b.doc.Published).Abs() < 8*24*time.Hour
	if a.enclosure != "" || b.enclosure != "" {
		return a.enclosure == b.enclosure || sameTitle && a.doc.Title != "" && near && (a.enclosure == "" || b.enclosure == "" || path.Base(a.enclosure) == path.Base(b.enclosure))
	}
	if sameTitle {
		return a.link == b.link || near
	}
	return a.link == b.link && (a.doc.Published.Equal(b.doc.Published) && !a.doc.Undated || a.words() == b.words())
}

// words returns what an item says beside its title.
func (it *item) words() string { return it.doc.Notes + "\n" + it.doc.Text }

func (it *item) fallback() string {
	if it.enclosure != "" {
		return it.enclosure
	}
	return feeds.ID("item", it.link, it.doc.Title)
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
