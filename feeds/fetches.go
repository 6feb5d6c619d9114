package feeds

import "time"

// MinuteSpan is the span of [Fetches] that are recent. Samples are never so short.
const MinuteSpan Span = "minute"

// FetchKind is why a program fetched a page. The three are never added up, and none of them is a visit.
type FetchKind string

const (
	PreviewFetch   FetchKind = "preview"   // a chat or network draws the preview of a link that somebody shared
	AssistantFetch FetchKind = "assistant" // an AI assistant reads the page for a person
	CrawlerFetch   FetchKind = "crawler"   // nobody waits for it
)

// FetchProof is what the address of a fetch says about the name that its user agent claims.
type FetchProof string

const (
	// Listed fetches came from an address that the operator publishes.
	Listed FetchProof = "listed"
	// Claimed fetches can't be checked: no addresses are known for the name.
	Claimed FetchProof = "claimed"
	// Unlisted fetches came from elsewhere than the operator's addresses: the name is false, or the list is old.
	Unlisted FetchProof = "unlisted"
	// Scattered fetches name a service that fetches from its own few networks, but came from all over the
	// internet: somebody uses the name.
	Scattered FetchProof = "scattered"
)

// Counts reports whether fetches count in a report. Those whose name is doubtful are only shown.
func (p FetchProof) Counts() bool { return p == Listed || p == Claimed }

// Fetches is how often a program fetched one page in a minute or an hour.
type Fetches struct {
	Start time.Time  `json:"start"`
	Span  Span       `json:"span"` // minute or hour
	Kind  FetchKind  `json:"kind"`
	Name  string     `json:"name"` // slack, chatgpt, googlebot
	Page  string     `json:"page"` // its path; empty for the pages beyond the limit
	Proof FetchProof `json:"proof"`
	Count int64      `json:"count"`
	// Minutes is in how many minutes there was at least one fetch. A chat may fetch a page several times
	// for one share, so this is the lower bound of shares.
	Minutes int64 `json:"minutes"`
}
