package cluster_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/cluster"
)

func TestAFingerprintIsReadAsItWasWritten(t *testing.T) {
	for name, d := range map[string]*feeds.Document{
		"nothing": {}, "long": talk(3, 0), "short": text(praise),
		"all": {URL: "https://a.example/1", Title: "One", Audio: "https://a.example/1.mp3", Text: talk(3, 0).Body()},
	} {
		want := cluster.Of(d)
		b, err := want.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got cluster.Fingerprint
		if err := got.UnmarshalBinary(b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if len(b) > 0 && got.UnmarshalBinary(b[:len(b)-1]) == nil {
			t.Errorf("%s: read although it is cut off", name)
		}
	}
}
