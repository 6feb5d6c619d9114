package config

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

const marker = "S3CRETmarker"

// plant puts a value into each text of a configuration in turn, whatever fields it has.
func plant(t *testing.T, value string, check func(c Config, field string)) {
	t.Helper()
	var c Config
	fields := 0
	var walk func(v reflect.Value, name string)
	walk = func(v reflect.Value, name string) {
		switch v.Kind() {
		case reflect.String:
			v.SetString(value)
			fields++
			check(c, name)
			v.SetString("")
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i), name+"."+v.Type().Field(i).Name)
				}
			}
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			walk(v.Index(1), name+"[]")
			v.SetZero()
		}
	}
	walk(reflect.ValueOf(&c).Elem(), "Config")
	if fields < 15 {
		t.Errorf("only %d fields were found", fields)
	}
}

// addresses carry a secret in every place an address has for one, well formed or not.
var addresses = []string{
	"nats://user:" + marker + "@host:4222", "nats://" + marker + "@host:4222", "nats://" + marker + ":pw@host", "nats://:" + marker + "@host",
	"https://user:%zz" + marker + "@host/path", "https://user:a/" + marker + "?x@host/path", "https://user:a@" + marker + "@host", "https://us er:" + marker + "@h",
	"https://host/path?key=" + marker, "https://host/?a=1&password=" + marker + "&b=2", "https://host/?" + marker, "https://host/?a=1;token=" + marker,
	"https://host/#" + marker, "https://host/?x#k=" + marker, "https://[::1/?key=" + marker,
	"postgres://host/db?user=me&password=" + marker + "&sslmode=disable", "nats://a:b@one,nats://c:" + marker + "@two",
	"POSTGRES://u:" + marker + "@h/db", "unix://u:" + marker + "@/run/x",
}

// bare ones have no scheme; a text that is tagged plain is not looked at for them.
var bare = []string{
	"user:" + marker + "@host:4222", marker + "@host", "//u:" + marker + "@host/x", "postgres:/u:" + marker + "@host",
	"host=db user=nd password=" + marker, "host=db password = '" + marker + "'", "password='a\\'" + marker + "' host=x", "password='a " + marker,
	`password=a\ ` + marker, "sslpassword=" + marker, "/path?key=" + marker,
}

func TestNoSecretIsPrinted(t *testing.T) {
	for _, address := range addresses {
		plant(t, address, func(c Config, field string) { mustHide(t, c, field, address) })
	}
	plain := map[string]bool{}
	plant(t, "plain", func(c Config, field string) {
		out, _ := c.Print()
		plain[field] = strings.Contains(string(out), "plain")
	})
	for _, address := range bare {
		plant(t, address, func(c Config, field string) {
			if tagged(field) {
				return
			}
			mustHide(t, c, field, address)
		})
	}
	for _, field := range []string{"Config.NATS.Password", "Config.Judge.Key"} {
		if plain[field] {
			t.Errorf("%s is printed", field)
		}
	}
	for _, field := range []string{"Config.Data", "Config.NATS.User", "Config.Log.Level", "Config.NATS.Consumers[]"} {
		if !plain[field] {
			t.Errorf("%s is not printed", field)
		}
	}
}

func mustHide(t *testing.T, c Config, field, address string) {
	t.Helper()
	out, err := c.Print()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{string(out), fmt.Sprint(c), fmt.Sprintf("%v %+v %#v", c, &c, c)} {
		if strings.Contains(s, marker) {
			t.Errorf("%s = %q is printed: %s", field, address, s)
		}
	}
	if err := c.Validate(); err != nil && strings.Contains(err.Error(), marker) {
		t.Errorf("%s = %q is in the error %v", field, address, err)
	}
	// What a library says of it.
	_, parse := url.Parse(address)
	for _, err := range []error{parse, fmt.Errorf("connecting to %s: %w", address, errors.New("refused")), fmt.Errorf("dial %q", address),
		&url.Error{Op: "Post", URL: address, Err: errors.New("no such host")}} {
		if err != nil && strings.Contains(c.Hide(err.Error()), marker) && !tagged(field) {
			t.Errorf("%s = %q shows in %q", field, address, c.Hide(err.Error()))
		}
	}
}

func tagged(field string) bool {
	t := reflect.TypeFor[Config]()
	for _, name := range strings.Split(strings.TrimSuffix(field, "[]"), ".")[1:] {
		f, _ := t.FieldByName(name)
		if f.Tag.Get("print") == "plain" {
			return true
		}
		t = f.Type
	}
	return false
}

func TestMaskedAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"https://desk.example/a?": "https://desk.example/a?",
		"nats://one:4222":         "nats://one:4222",
		"nats://u:p@one:4222":     "nats://********@one:4222",
		"postgres://u:p@db/nd?sslmode=verify-full&password=x": "postgres://********@db/nd?sslmode=verify-full&password=********",
		"host=db user=nd password='x y' sslmode=require":      "host=db user=******** password=******** sslmode=require",
		"http://localhost:11434/v1":                           "http://localhost:11434/v1",
		"127.0.0.1:8090":                                      "127.0.0.1:8090",
	} {
		if got := maskAddress(in); got != want {
			t.Errorf("%q is printed as %q, want %q", in, got, want)
		}
	}
}

// What is wrong in the file is said without its secrets, also where an address stands in
// the wrong place.
func TestMistakesKeepSecrets(t *testing.T) {
	for _, text := range []string{
		"nats: {urls: \"nats://u:%s@h\"}", "nats: \"nats://u:%s@h\"", "database: postgres://u:%s@h", "judge: {url: [\"http://u:%s@h\"]}",
		"judge: {url: \"ftp://u:%s@h\"}", "desk: {url: \"u:%s@h\"}", "desk: {listen: \"http://u:%s@h\"}", "endpoints: {itunes: \"//u:%s@h\"}",
		"fetch: {allow_private: [\"http://u:%s@h\"]}", "nats: {replicas: \"nats://u:%s@h\"}", "log: {level: \"http://u:%s@h\"}",
		"nats: {consumers: [\"nats://u:%s@h\"]}", "database: {url: \"host=x password=%s\"}", "nats: {listen: \"nats://u:%s@h\"}",
	} {
		for _, secret := range []string{marker, "hu"} {
			_, err := Parse(fmt.Appendf(nil, text+"\n", secret), ".")
			if err == nil || strings.Contains(err.Error(), "u:"+secret) || strings.Contains(err.Error(), marker[:5]) {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
}

func TestHideLeavesTheRest(t *testing.T) {
	c := Default()
	c.NATS.URLs, c.NATS.Password, c.Judge.Key = []string{"nats://bus:pw12@one:4222"}, "nats", "a"
	if got, want := c.Hide(`dial nats://bus:pw12@one:4222 of bus: pw12, a`), `dial ********://********@one:4222 of bus: ********, a`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The user of a database is often called as the program is, whose name is in many texts.
func TestHideLeavesTheUserOfADatabase(t *testing.T) {
	for _, address := range []string{
		"postgres://namedrop@db/namedrop", "postgresql://namedrop:hush-hush@db/x", "postgres://db/x?user=namedrop&password=hush-hush", "host=db user = namedrop password=hush-hush",
	} {
		c := Default()
		c.Database.URL = address
		if got, want := c.Hide("namedrop doctor, hush-hush"), "namedrop doctor, "; !strings.HasPrefix(got, want) || strings.Contains(address, "hush") == strings.Contains(got, "hush") {
			t.Errorf("%s: %q", address, got)
		}
	}
}

func FuzzMaskAddress(f *testing.F) {
	for _, a := range append(addresses, bare...) {
		f.Add(a)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := maskAddress(s)
		if again := maskAddress(got); len(again) > len(got)+2*len(masked) {
			t.Errorf("%q, %q, %q", s, got, again)
		}
	})
}
