package config

import (
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Each field's type and tag decide what may be printed of it: a [Secret] masks itself, text
// with the tag `print:"plain"` is printed unless it is a URL, and all other text is treated
// as an address, which may contain a user, a password or a key. So a new field is masked
// unless its tag says that it needn't be.

// masked returns a copy in which each text is reduced to what may be printed of it.
func (c Config) masked() Config {
	reflect.ValueOf(&c).Elem().Set(rewrite(reflect.ValueOf(c), false, maskAddress))
	return c
}

// rewrite returns a copy of v in which f was applied to every text that is not plain.
func rewrite(v reflect.Value, plain bool, f func(string) string) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		if _, secret := v.Interface().(Secret); !secret && (!plain || strings.Contains(v.String(), "://")) {
			out.SetString(f(v.String()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				out.Field(i).Set(rewrite(v.Field(i), field.Tag.Get("print") == "plain", f))
			}
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		}
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(rewrite(v.Index(i), plain, f))
		}
	case reflect.Map:
		if !v.IsNil() {
			out.Set(reflect.MakeMap(v.Type()))
			for _, key := range v.MapKeys() {
				out.SetMapIndex(key, rewrite(v.MapIndex(key), plain, f))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(rewrite(v.Elem(), plain, f))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(rewrite(v.Elem(), plain, f))
		}
	}
	return out
}

// maskAddress masks the user and password of an address, the values of its query, and
// its fragment. It doesn't parse the address, since one that can't be parsed may hold a
// password too: everything before the last @ is masked.
func maskAddress(s string) string {
	secrets := secretsOf(s)
	for _, at := range slices.Backward(secrets) {
		s = s[:at[0]] + masked + s[at[1]:]
	}
	return s
}

// setting matches one pair of a PostgreSQL address in key=value form.
var setting = regexp.MustCompile(`(\w+)\s*=\s*('(?:[^'\\]|\\.)*'?|(?:\\.|[^\s\\])+)`)

// shown are the keys whose values are not secret.
var shown = []string{"host", "hostaddr", "port", "dbname"}

// sslModes are PostgreSQL's; another value may be a secret in the wrong place.
var sslModes = []string{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}

func showable(key, value string) bool {
	key = strings.ToLower(key)
	return slices.Contains(shown, key) || key == "sslmode" && slices.Contains(sslModes, value)
}

// secretsOf returns where the secret parts of an address are, from left to right.
func secretsOf(s string) (parts [][2]int) {
	add := func(from, to int) {
		if from < to {
			parts = append(parts, [2]int{from, to})
		}
	}
	start := 0
	before, _, isURL := strings.Cut(s, "://")
	if isURL {
		start = len(before) + len("://")
	} else if first, _, _ := strings.Cut(s, "="); !strings.Contains(first, "?") && setting.MatchString(s) {
		for _, m := range setting.FindAllStringSubmatchIndex(s, -1) {
			if !showable(s[m[2]:m[3]], s[m[4]:m[5]]) {
				add(m[4], m[5])
			}
		}
		return parts
	}
	if at := strings.LastIndexByte(s, '@'); at >= start {
		add(start, at)
		start = at + 1
	}
	rest := s[start:]
	q := strings.IndexAny(rest, "?#")
	if q < 0 {
		return parts
	}
	query, fragment := rest[q+1:], -1
	if rest[q] == '#' {
		query, fragment = "", start+q+1
	} else if i := strings.IndexByte(query, '#'); i >= 0 {
		query, fragment = query[:i], start+q+1+i+1
	}
	at := start + q + 1
	for len(query) > 0 {
		n := strings.IndexAny(query, "&;")
		if n < 0 {
			n = len(query)
		}
		key, value, ok := strings.Cut(query[:n], "=")
		switch {
		case !ok: // a bare token
			add(at, at+n)
		case !showable(key, value):
			add(at+n-len(value), at+n)
		}
		step := min(n+1, len(query))
		at, query = at+step, query[step:]
	}
	if fragment >= 0 {
		add(fragment, len(s))
	}
	return parts
}

// minSecret is the length from which a secret is looked for in other texts. Shorter ones would
// be found by chance.
const minSecret = 4

// Hide returns the text without the secrets of this configuration. It is meant for errors:
// libraries put whole addresses into theirs.
func (c Config) Hide(text string) string {
	var secrets []string
	note := func(s string) {
		if len(s) < minSecret {
			return
		}
		quoted := strconv.Quote(s)
		secrets = append(secrets, s, quoted[1:len(quoted)-1], url.QueryEscape(s), url.PathEscape(s))
		if plain, err := url.PathUnescape(s); err == nil && len(plain) >= minSecret {
			secrets = append(secrets, plain)
		}
	}
	rewrite(reflect.ValueOf(c), false, func(s string) string {
		// Libraries split lists of addresses at commas.
		for _, address := range append(strings.Split(s, ","), s) {
			for _, at := range secretsOf(address) {
				part := address[at[0]:at[1]]
				if databaseUser(address, at) {
					continue
				}
				note(part)
				// A user name by itself is often an ordinary word, so it stays.
				if _, password, ok := strings.Cut(part, ":"); ok {
					note(password)
				}
			}
		}
		return s
	})
	for _, s := range c.secrets() {
		note(s)
	}
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, s := range slices.Compact(secrets) {
		text = strings.ReplaceAll(text, s, masked)
	}
	return text
}

// databaseUser reports whether a part of an address is the user of a PostgreSQL database. Such a
// name is no credential by itself, and often an ordinary word such as namedrop, which would be
// masked in every text.
func databaseUser(address string, at [2]int) bool {
	scheme, _, isURL := strings.Cut(address, "://")
	if isURL && !strings.HasPrefix(strings.ToLower(scheme), "postgres") {
		return false
	}
	if key, ok := strings.CutSuffix(strings.TrimRight(address[:at[0]], " "), "="); ok {
		return strings.HasSuffix(strings.ToLower(strings.TrimRight(key, " ")), "user")
	}
	return isURL && strings.HasPrefix(address[at[1]:], "@") && !strings.Contains(address[at[0]:at[1]], ":")
}

// secrets returns the values of all fields of the type Secret.
func (c Config) secrets() (all []string) {
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		if s, ok := v.Interface().(Secret); ok {
			all = append(all, s.Reveal())
			return
		}
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i))
				}
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				walk(v.MapIndex(key))
			}
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() {
				walk(v.Elem())
			}
		}
	}
	walk(reflect.ValueOf(c))
	return all
}
