package cli

import "testing"

// A very long name must not push the rest of a table out of view. The feeds of one host can be
// distinguished before they are read.
func TestNamesInTables(t *testing.T) {
	for _, c := range []struct {
		source sourceView
		want   string
	}{
		{sourceView{Name: "Larkmeter Weekly", URL: "https://show.example/feed"}, "Larkmeter Weekly"},
		{sourceView{Name: "show.example", URL: "https://me:xxxxx@show.example:8443/feed?id=2"}, "show.example:8443/feed?id=2"},
		{sourceView{Name: "Een podcast met een naam die nooit meer lijkt op te houden"}, "Een podcast met een naam die nooit meer…"},
		{sourceView{Name: "Import"}, "Import"},
	} {
		if got := short(c.source.label()); got != c.want {
			t.Errorf("%+v is shown as %q, want %q", c.source, got, c.want)
		}
	}
}
