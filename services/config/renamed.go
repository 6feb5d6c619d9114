package config

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Renamed is a key that a configuration has under the name of an earlier version.
type Renamed struct {
	Old, New string
	Line     int
}

func (r Renamed) String() string {
	return fmt.Sprintf("line %d: %s is now called %s; the old name works in this release only", r.Line, r.Old, r.New)
}

// renames are the keys that this release reads under their old names too. Empty the table
// with the next release. A key is a group and a name.
var renames = []struct{ old, new string }{
	{"crawl.workers", "sources.workers"},
	{"crawl.min_interval", "sources.min_interval"},
	{"crawl.max_interval", "sources.max_interval"},
}

// rename moves values from old keys to new ones and returns the old keys it found. A setting
// that has both names is an error.
func rename(root *yaml.Node) (found []Renamed, err error) {
	var errs []error
	for _, r := range renames {
		oldGroup, oldName, _ := strings.Cut(r.old, ".")
		newGroup, newName, _ := strings.Cut(r.new, ".")
		from := child(root, oldGroup)
		i := indexOf(from, oldName)
		if i < 0 {
			continue
		}
		key, value := from.Content[i], from.Content[i+1]
		if to := child(root, newGroup); indexOf(to, newName) >= 0 {
			errs = append(errs, fmt.Errorf("line %d: %s is now called %s, and line %d sets that too: remove the old key",
				key.Line, r.old, r.new, to.Content[indexOf(to, newName)].Line))
			continue
		}
		found = append(found, Renamed{Old: r.old, New: r.new, Line: key.Line})
		from.Content = slices.Delete(from.Content, i, i+2)
		to := child(root, newGroup)
		if to == nil {
			to = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: key.Line}
			set(root, newGroup, to, key.Line)
		}
		to.Content = append(to.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: newName, Line: key.Line}, value)
		if i := indexOf(root, oldGroup); len(from.Content) == 0 {
			root.Content = slices.Delete(root.Content, i, i+2)
		}
	}
	return found, joined(errs)
}

// indexOf returns where a key is among a mapping's children, or -1.
func indexOf(n *yaml.Node, key string) int {
	if n == nil || n.Kind != yaml.MappingNode {
		return -1
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Kind == yaml.ScalarNode && n.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// child returns the mapping under a key, or nil. Where an alias stands there it is replaced
// by a copy, so that a change doesn't reach other users of the same anchor.
func child(n *yaml.Node, key string) *yaml.Node {
	i := indexOf(n, key)
	if i < 0 {
		return nil
	}
	at := n.Content[i+1]
	if at.Kind == yaml.AliasNode {
		own := *at.Alias
		own.Content = slices.Clone(own.Content)
		n.Content[i+1], at = &own, &own
	}
	if at.Kind != yaml.MappingNode {
		return nil
	}
	return at
}

// set puts a mapping under a key, in place of a value that is no mapping: "sources:" with
// nothing behind it.
func set(n *yaml.Node, key string, value *yaml.Node, line int) {
	if i := indexOf(n, key); i >= 0 {
		if resolve(n.Content[i+1]).ShortTag() == "!!null" {
			n.Content[i+1] = value
		}
		return
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key, Line: line}, value)
}
