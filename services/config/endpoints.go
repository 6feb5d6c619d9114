package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Complete returns the configuration with a base URL for each endpoint that the adapters
// declare. A configured endpoint that no adapter declares is an error.
func (c Config) Complete(declared map[string]string) (Config, error) {
	all := maps.Clone(declared)
	for _, name := range slices.Sorted(maps.Keys(c.Endpoints)) {
		if _, ok := declared[name]; !ok {
			return c, fmt.Errorf("endpoints: unknown key %q; known keys are %s", name, strings.Join(slices.Sorted(maps.Keys(declared)), ", "))
		}
		all[name] = c.Endpoints[name]
	}
	c.Endpoints = all
	return c, nil
}
