package config

import (
	"encoding"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// decoder reads a YAML tree into the configuration.
//
// The YAML library reports unknown keys and wrong types as English text that names Go
// types. So the tree is walked here, side by side with the Go struct: that gives the line and
// the full key of every mistake, and all mistakes at once. The library still decodes each
// single value. The depth of the walk is the depth of the Go type, so aliases that contain
// themselves can't keep it going.
type decoder struct {
	errs []error
}

// decode reads the tree into c and returns all mistakes as one error.
func decode(root *yaml.Node, c *Config) error {
	var d decoder
	d.value(root, reflect.ValueOf(c).Elem(), "")
	return joined(d.errs)
}

// joined puts several mistakes on one line.
func joined(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	texts := make([]string, len(errs))
	for i, err := range errs {
		texts[i] = err.Error()
	}
	return errors.New(strings.Join(texts, "; "))
}

func (d *decoder) fail(n *yaml.Node, format string, args ...any) {
	d.errs = append(d.errs, fmt.Errorf("line %d: %s", n.Line, fmt.Sprintf(format, args...)))
}

// value reads one node; key is its full name, empty at the top.
func (d *decoder) value(n *yaml.Node, into reflect.Value, key string) {
	n = resolve(n)
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		if k := into.Kind(); k == reflect.Slice || k == reflect.Map {
			into.SetZero() // a list or table that is set to nothing is empty
		}
		return // anything else keeps its default
	}
	switch {
	case isGroup(into.Type()):
		d.group(n, into, key)
	case into.Kind() == reflect.Slice:
		d.list(n, into, key)
	case into.Kind() == reflect.Map:
		d.table(n, into, key)
	default:
		d.scalar(n, into, key)
	}
}

// resolve returns the node that an alias stands for.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// isGroup reports whether a type is a group of keys, and not a struct written as text.
func isGroup(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func (d *decoder) group(n *yaml.Node, into reflect.Value, key string) {
	d.pairs(n, into.Type(), key, func(name, value *yaml.Node, full string) {
		field, ok := fieldOf(into, name.Value)
		if !ok {
			d.fail(name, "unknown key %q; %s", full, whereItBelongs(name.Value, into.Type()))
			return
		}
		d.value(value, field, full)
	})
}

func (d *decoder) table(n *yaml.Node, into reflect.Value, key string) {
	into.Set(reflect.MakeMap(into.Type()))
	d.pairs(n, into.Type(), key, func(name, value *yaml.Node, full string) {
		item := reflect.New(into.Type().Elem()).Elem()
		d.value(value, item, full)
		into.SetMapIndex(reflect.ValueOf(name.Value), item)
	})
}

// pairs calls f for each key of a mapping with the key's full name.
func (d *decoder) pairs(n *yaml.Node, t reflect.Type, key string, f func(name, value *yaml.Node, full string)) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, t, key)
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		full := strings.TrimPrefix(key+"."+name.Value, ".")
		switch line, twice := seen[name.Value]; {
		case name.Kind != yaml.ScalarNode:
			d.fail(name, "a key must be a single word")
		case name.ShortTag() == "!!merge":
			d.fail(name, "merge keys (<<) are not supported: write the keys out")
		case twice:
			d.fail(name, "%q is set twice; the first time on line %d", full, line)
		default:
			seen[name.Value] = name.Line
			f(name, value, full)
		}
	}
}

func (d *decoder) list(n *yaml.Node, into reflect.Value, key string) {
	if n.Kind != yaml.SequenceNode {
		d.wrong(n, into.Type(), key)
		return
	}
	items := reflect.MakeSlice(into.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.value(item, items.Index(i), key)
	}
	into.Set(items)
}

func (d *decoder) scalar(n *yaml.Node, into reflect.Value, key string) {
	item := reflect.New(into.Type())
	if n.Kind != yaml.ScalarNode || n.Decode(item.Interface()) != nil {
		d.wrong(n, into.Type(), key)
		return
	}
	into.Set(item.Elem())
}

// wrong reports a value of another kind than the key takes.
func (d *decoder) wrong(n *yaml.Node, want reflect.Type, key string) {
	text := "expected " + expected(want)
	if key != "" {
		text = key + ": " + text
	}
	switch {
	case n.Kind == yaml.SequenceNode:
		text += ", found a list"
	case n.Kind == yaml.MappingNode:
		text += ", found a group of keys"
	case want != reflect.TypeFor[Secret]() && len(n.Value) <= longestShown && !strings.ContainsAny(n.Value, ":@="):
		// A value with one of these characters may be an address with a password.
		text += fmt.Sprintf(", found %q", n.Value)
	}
	d.fail(n, "%s", text)
}

// longestShown is the longest value that an error repeats.
const longestShown = 40

// expected describes what a key of this type takes.
func expected(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[time.Duration]():
		return "a duration (30s, 5m)"
	case reflect.TypeFor[netip.Prefix]():
		return "a network (10.0.0.0/8; one address is 10.1.2.3/32)"
	}
	switch t.Kind() {
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list ([a, b])"
	case reflect.Struct, reflect.Map:
		return "a group of keys"
	}
	return "text"
}
