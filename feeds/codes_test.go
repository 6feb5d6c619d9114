package feeds

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/fault_codes.txt")

// Whoever phrases faults in another language relies on the codes: every fault with a sentence
// has one, and the list of them changes on purpose only.
func TestFaultCodes(t *testing.T) {
	codes := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if !isFault(n.Type) {
					return true
				}
				fields := map[string]ast.Expr{}
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						fields[kv.Key.(*ast.Ident).Name] = kv.Value
					}
				}
				code, known := text(fields["Code"])
				switch {
				case known:
					codes[code] = true
				case fields["Reason"] != nil && fields["Code"] == nil:
					t.Errorf("%s: a fault has a reason and no code", set.Position(n.Pos()))
				}
			case *ast.CallExpr:
				// Explain(code, …), and the local helpers set(kind, code, …), absent(code, …) and rejected(code, …).
				at := map[string]int{"Explain": 0, "set": 1, "absent": 0, "rejected": 0}
				if i, ok := at[called(n)]; ok && i < len(n.Args) {
					if code, ok := text(n.Args[i]); ok {
						codes[code] = true
					}
				}
			case *ast.AssignStmt:
				for _, l := range n.Lhs {
					if s, ok := l.(*ast.SelectorExpr); ok && s.Sel.Name == "Reason" && path != "fault.go" {
						t.Errorf("%s: a reason is set without its code: use Explain", set.Position(n.Pos()))
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/fault_codes.txt"
	got := strings.Join(slices.Sorted(maps.Keys(codes)), "\n") + "\n"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil { //nolint:gosec // a folder of the repository
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || got != string(want) {
		t.Errorf("%s is not what the code says (%v): go test ./feeds -run TestFaultCodes -update\n%s", file, err, got)
	}
}

func isFault(t ast.Expr) bool {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name == "Fault"
	case *ast.SelectorExpr:
		return t.Sel.Name == "Fault"
	}
	return false
}

func text(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil && s != ""
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// SetFault(nil) removes the fault, with its code.
func TestAConditionHoldsTheCodeOfItsFault(t *testing.T) {
	var c Condition
	c.SetFault(&Fault{Kind: FaultThrottled, Code: "pause_asked", Host: "a.example", Params: map[string]string{"status": "429"}, Reason: "It asks for a pause"})
	if c.Code != "pause_asked" || c.Params["host"] != "a.example" || c.Params["status"] != "429" || !strings.HasPrefix(c.Error, "It asks for a pause. ") {
		t.Errorf("%+v", c)
	}
	if c.SetFault(nil); c.Code != "" || c.Params != nil || c.Error != "" {
		t.Errorf("%+v", c)
	}
}
