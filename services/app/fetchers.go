package app

import (
	"fmt"
	"net/netip"
	"os"

	"github.com/namedrop/namedrop/feeds/visits/fetches"
)

// publishedAddresses reads the files with the addresses of chats, assistants and crawlers, by name.
func publishedAddresses(files map[string]string) (*fetches.Addresses, error) {
	lists := map[string][]netip.Prefix{}
	for name, path := range files {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("reading fetchers.%s: %w", name, err)
		}
		lists[name], err = fetches.ParseAddresses(f)
		if err := f.Close(); err != nil {
			return nil, fmt.Errorf("reading fetchers.%s: %w", name, err)
		}
		if err != nil {
			return nil, fmt.Errorf("reading fetchers.%s: %w", name, err)
		}
	}
	return fetches.NewAddresses(lists), nil
}
