package timeline

import (
	"fmt"

	"github.com/namedrop/namedrop/feeds"
)

// One completes a single post as [List.Read] does those of a list. host is that of the network.
func One(network, host string, d feeds.Document) (feeds.Item, error) {
	done := finished(network, []feeds.Document{d})
	if len(done) == 0 {
		return feeds.Item{}, NoPost(host)
	}
	return feeds.Item{Document: done[0]}, nil
}

// NoPost is the fault of an address behind which there is no public post.
func NoPost(host string) *feeds.Fault {
	return &feeds.Fault{
		Kind: feeds.FaultAbsent, Host: host, Code: "post_absent", Reason: fmt.Sprintf("%s shows no public post at this address", host),
		Help: "It may have been deleted, or be for followers only. Its text can be pasted.",
	}
}
