package cli

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"Shell: bash, zsh or fish."`
}

// Help tells where each shell finds it.
func (completionCmd) Help() string {
	return "Put this into the file that the shell reads at its start:\n\n" +
		"    bash, in ~/.bashrc: source <(namedrop completion bash)\n\n" +
		"    zsh, in ~/.zshrc after compinit: source <(namedrop completion zsh)\n\n" +
		"    fish: namedrop completion fish > ~/.config/fish/completions/namedrop.fish"
}

func (c *completionCmd) Run(g *globals) error {
	_, err := fmt.Fprint(g.streams.Out, completionScripts[c.Shell])
	return err
}

// completionScripts call completeCmd. Where it has no answer, the shell completes file names.
var completionScripts = map[string]string{
	"bash": `_namedrop() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("${line%%$'\t'*}")
  done < <(namedrop complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _namedrop namedrop
`,
	"zsh": `_namedrop() {
  local -a found
  found=("${(@f)$(namedrop complete -- "${(@)words[2,CURRENT]}" 2>/dev/null | cut -f 1)}")
  if [[ -n "${found[1]}" ]]; then
    compadd -- "${found[@]}"
  else
    _files
  fi
}
compdef _namedrop namedrop
`,
	"fish": `function __namedrop_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  namedrop complete -- $words[2..-1] "$current" 2>/dev/null
end
complete -c namedrop -a '(__namedrop_complete)'
`,
}

// completeCmd prints what can stand in the place of the last word: a word and its description,
// separated by a tab, on each line. The scripts of completionCmd call it.
type completeCmd struct {
	Words []string `arg:"" optional:"" help:"Words of the command line after namedrop."`
}

func (c *completeCmd) Run(app *kong.Kong, g *globals) error {
	for _, line := range completions(app.Model, c.Words) {
		fmt.Fprintln(g.streams.Out, line)
	}
	return nil
}

func completions(app *kong.Application, words []string) []string {
	if len(words) == 0 {
		words = []string{""}
	}
	before, last := words[:len(words)-1], words[len(words)-1]
	at := app.Node
	var valueOf *kong.Flag // the flag whose value comes next
	for _, w := range before {
		switch {
		case valueOf != nil:
			if w != "=" { // bash takes it for a word of its own
				valueOf = nil
			}
		case strings.HasPrefix(w, "-"):
			if f := flagNamed(at, w); f != nil && !f.IsBool() {
				valueOf = f
			}
		default:
			for _, child := range at.Children {
				if child.Name == w && child.Type == kong.CommandNode {
					at = child
				}
			}
		}
	}
	var found []string
	offer := func(word, help string) {
		if strings.HasPrefix(word, last) {
			found = append(found, word+"\t"+help)
		}
	}
	switch {
	case valueOf != nil:
		if last == "=" {
			last = ""
		}
		for _, v := range choices(valueOf.Value) {
			offer(v, "")
		}
	case strings.HasPrefix(last, "-"):
		for _, f := range flagsOf(at) {
			if !f.Hidden {
				offer("--"+f.Name, f.Help)
			}
		}
	default:
		for _, child := range at.Children {
			if !child.Hidden {
				offer(child.Name, child.Help)
			}
		}
		for _, p := range at.Positional {
			for _, v := range choices(p) {
				offer(v, "")
			}
		}
	}
	return found
}

// flagsOf returns the flags that a command takes: its own, those above it, and those of the command
// that it stands for.
func flagsOf(n *kong.Node) []*kong.Flag {
	var out []*kong.Flag
	if n.DefaultCmd != nil {
		out = append(out, n.DefaultCmd.Flags...)
	}
	for ; n != nil; n = n.Parent {
		out = append(out, n.Flags...)
	}
	return out
}

func flagNamed(n *kong.Node, word string) *kong.Flag {
	if strings.Contains(word, "=") {
		return nil // its value is there already
	}
	for _, f := range flagsOf(n) {
		if word == "--"+f.Name || f.Short != 0 && word == "-"+string(f.Short) {
			return f
		}
	}
	return nil
}

// choices returns the values that can be listed.
func choices(v *kong.Value) []string {
	var out []string
	for choice := range strings.SplitSeq(v.Tag.Enum, ",") {
		if choice != "" {
			out = append(out, choice)
		}
	}
	return out
}
