package config

import (
	"reflect"
	"slices"
	"strings"
)

// whereItBelongs helps with a key that a group doesn't have: the groups that have it, or
// else what the group has. group is its Go type, as the YAML library words it.
func whereItBelongs(key, group string) string {
	var owners, beside []string
	note := func(name string, t reflect.Type) {
		keys := keysOf(t)
		if slices.Contains(keys, key) {
			owners = append(owners, name)
		}
		if t.String() == group {
			beside = keys
		}
	}
	whole := reflect.TypeFor[Config]()
	note("the top", whole)
	for f := range whole.Fields() {
		if f.Type.Kind() == reflect.Struct {
			note(f.Tag.Get("yaml"), f.Type)
		}
	}
	if len(owners) > 0 {
		return "it belongs to " + strings.Join(owners, " or ")
	}
	return "known here are " + strings.Join(beside, ", ")
}

func keysOf(t reflect.Type) (keys []string) {
	for f := range t.Fields() {
		keys = append(keys, f.Tag.Get("yaml"))
	}
	return keys
}
