package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSetupOnFreshMachines runs tools/setup.sh with a PATH that holds what such a machine has.
func TestSetupOnFreshMachines(t *testing.T) {
	script, err := filepath.Abs("../../tools/setup.sh")
	if err != nil {
		t.Fatal(err)
	}
	// Each program is a line of shell. ROOT is the machine's bin folder.
	const (
		root    = "echo 0"
		user    = "echo 1000"
		aptGet  = `echo "$@" >> $ROOT/../apt.log; [ "$1" = update ] || { printf '#!/bin/sh\necho Chromium 156.0.1\n' > $ROOT/chromium; chmod +x $ROOT/chromium; }`
		staleGo = `[ "$GOTOOLCHAIN" = local ] && echo go version go1.24.1 linux/amd64 || echo go version go1.26.0 linux/amd64`
	)
	for _, c := range []struct {
		name, need string
		programs   map[string]string
		want       string // in what it says; nothing is said where all is well
		apt        string // in the calls of apt-get
	}{
		{name: "no Go", need: "go", want: "Go is missing"},
		{name: "the right Go", need: "go", programs: map[string]string{"go": "echo go version go1.26.3 linux/amd64"}},
		{name: "a newer Go", need: "go", programs: map[string]string{"go": "echo go version go2.0 linux/amd64"}},
		{name: "a Go that can't read the workspace", need: "go", programs: map[string]string{"go": "echo go version go1.19.8 linux/amd64"}, want: "this is 1.19.8"},
		{name: "a Go that fetches the right one", need: "go", programs: map[string]string{"go": staleGo}},
		{name: "a Go that may not", need: "go", programs: map[string]string{"go": "echo go version go1.24.1 linux/amd64"}, want: "set GOTOOLCHAIN=auto"},
		{name: "no Node", need: "node", want: "Node is missing"},
		{name: "Node without npm", need: "node", programs: map[string]string{"node": "echo v22.1.0"}, want: "npm is missing"},
		{name: "an old Node", need: "node", programs: map[string]string{"node": "echo v18.19.0", "npm": ":"}, want: "this is 18.19.0"},
		{name: "a Node that is just new enough", need: "node", programs: map[string]string{"node": "echo v20.19.0", "npm": ":"}},
		{name: "a browser", need: "chromium", programs: map[string]string{"chromium": "echo Chromium 156.0.1"}},
		{name: "a browser of another name", need: "chromium", programs: map[string]string{"google-chrome": "echo Google Chrome 140.0.1"}},
		{name: "no browser", need: "chromium", programs: map[string]string{"id": root, "apt-get": aptGet}, want: "installing chromium", apt: "install -y -qq chromium"},
		{name: "stale lists", need: "chromium", programs: map[string]string{"id": root, "apt-get": `[ "$1" = update ] && exit 100; ` + aptGet}, want: "using the existing package lists", apt: "install -y -qq chromium"},
		{name: "no package", need: "chromium", programs: map[string]string{"id": root, "apt-get": `[ "$1" = update ] || exit 100`}, want: "chromium could not be installed"},
		{name: "no root, but sudo", need: "chromium", programs: map[string]string{"id": user, "sudo": `echo sudo "$@" >> $ROOT/../apt.log; exec "$@"`, "apt-get": aptGet}, want: "installing chromium", apt: "sudo env DEBIAN_FRONTEND=noninteractive apt-get install"},
		{name: "no root", need: "chromium", programs: map[string]string{"id": user, "apt-get": aptGet}, want: `run "apt-get update && apt-get install -y chromium" as root`},
		{name: "no apt-get", need: "chromium", programs: map[string]string{"id": root}, want: "there is no apt-get"},
		{name: "an old browser", need: "chromium", programs: map[string]string{"id": root, "chromium": "echo Chromium 90.0.1", "apt-get": aptGet}, want: "installing chromium", apt: "install -y -qq chromium"},
		{name: "an old browser that stays", need: "chromium", programs: map[string]string{"id": root, "chromium": "echo Chromium 90.0.1", "apt-get": ":"}, want: "(90.0.1) does not start or is older"},
		{name: "a browser that doesn't start", need: "chromium", programs: map[string]string{"id": root, "chromium": "exit 1", "apt-get": ":"}, want: "does not start"},
		{name: "PostgreSQL", need: "postgres", programs: map[string]string{"initdb": ":", "postgres": ":"}},
		{name: "initdb without the server", need: "postgres", programs: map[string]string{"id": root, "initdb": ":", "apt-get": `[ "$1" = update ] || { printf '#!/bin/sh\n' > $ROOT/postgres; chmod +x $ROOT/postgres; }`}, want: "installing postgresql"},
		{name: "no server after all", need: "postgres", programs: map[string]string{"id": root, "apt-get": ":"}, want: "its server is neither"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			bin := filepath.Join(dir, "bin")
			if err := os.Mkdir(bin, 0o700); err != nil {
				t.Fatal(err)
			}
			for _, tool := range []string{"sh", "awk", "sed", "head", "dirname", "tr", "env", "chmod"} {
				path, err := exec.LookPath(tool)
				if err != nil {
					t.Skip("skipped: this machine has no ", tool)
				}
				if err := os.Symlink(path, filepath.Join(bin, tool)); err != nil {
					t.Fatal(err)
				}
			}
			for name, line := range c.programs {
				if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+line+"\n"), 0o700); err != nil { //nolint:gosec // it is run
					t.Fatal(err)
				}
			}
			cmd := exec.Command(filepath.Join(bin, "sh"), script, c.need)
			cmd.Env = []string{"PATH=" + bin, "ROOT=" + bin, "POSTGRES_ROOT=" + dir}
			out, err := cmd.CombinedOutput()
			said := string(out)
			fails := c.want != "" && !strings.Contains(c.want, "installing") && !strings.Contains(c.want, "using the existing")
			if (err != nil) != fails || !strings.Contains(said, c.want) || c.want == "" && said != "" {
				t.Errorf("it ended with %v and said %q, not %q", err, said, c.want)
			}
			calls, _ := os.ReadFile(filepath.Join(dir, "apt.log"))
			if !strings.Contains(string(calls), c.apt) || c.apt == "" && strings.Contains(said, "as root") && len(calls) > 0 {
				t.Errorf("apt-get was called as %q, not as %q", calls, c.apt)
			}
		})
	}
}
