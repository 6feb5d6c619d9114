package config

import (
	"reflect"
	"slices"
	"strings"
)

// whereItBelongs helps with a key that a group doesn't have: it names the groups that have
// it, or else the keys that the group has.
func whereItBelongs(key string, group reflect.Type) string {
	var owners []string
	note := func(name string, t reflect.Type) {
		if slices.Contains(keysOf(t), key) {
			owners = append(owners, name)
		}
	}
	whole := reflect.TypeFor[Config]()
	note("the top level", whole)
	for f := range whole.Fields() {
		if isGroup(f.Type) {
			note(keyOf(f), f.Type)
		}
	}
	if len(owners) > 0 {
		return "it belongs to " + strings.Join(owners, " or ")
	}
	return "known keys are " + strings.Join(keysOf(group), ", ")
}

func keysOf(t reflect.Type) (keys []string) {
	for f := range t.Fields() {
		if key := keyOf(f); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// keyOf returns the key of a field, or "" for a field that is not read from the file.
func keyOf(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return key
}

// fieldOf returns the field of a group that holds a key.
func fieldOf(group reflect.Value, key string) (reflect.Value, bool) {
	for f := range group.Type().Fields() {
		if key != "" && keyOf(f) == key {
			return group.FieldByIndex(f.Index), true
		}
	}
	return reflect.Value{}, false
}
