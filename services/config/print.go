package config

import (
	"fmt"
	"net/url"

	"go.yaml.in/yaml/v3"
)

// Print writes the configuration in force as YAML, secrets masked.
func (c Config) Print() ([]byte, error) {
	if u, err := url.Parse(c.Database.URL); err == nil && u.User != nil {
		u.User = url.UserPassword(u.User.Username(), "masked")
		c.Database.URL = u.String()
	}
	if u, err := url.Parse(c.Fetch.Proxy); err == nil && u.User != nil {
		u.User = url.UserPassword(u.User.Username(), "masked")
		c.Fetch.Proxy = u.String()
	}
	b, err := yaml.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("printing configuration: %w", err)
	}
	return b, nil
}
