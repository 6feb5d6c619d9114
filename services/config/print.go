package config

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Print returns the configuration as YAML, with secrets masked.
func (c Config) Print() ([]byte, error) {
	b, err := yaml.Marshal(c.masked())
	if err != nil {
		return nil, fmt.Errorf("printing configuration: %w", err)
	}
	return b, nil
}

// String returns what Print returns, so that no log or error shows more.
func (c Config) String() string {
	b, err := c.Print()
	if err != nil {
		return "a configuration that can't be printed"
	}
	return string(b)
}

// GoString keeps %#v from showing more.
func (c Config) GoString() string { return c.String() }
