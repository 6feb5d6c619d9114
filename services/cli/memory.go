package cli

import (
	"math"
	"os"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
)

// limitMemory makes the garbage collector work harder once half of the control group's memory
// limit is used. Memory is bounded by how much is worked on at once; this keeps garbage from
// adding to it. GOMEMLIMIT takes precedence.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if most := groupLimit(os.ReadFile); most > 0 {
		debug.SetMemoryLimit(most / 2)
	}
}

// groupLimit returns the memory limit of our control group (version 1 or 2), or 0 if there is none.
func groupLimit(read func(string) ([]byte, error)) int64 {
	own, _ := read("/proc/self/cgroup")
	var files []string
	for line := range strings.Lines(string(own)) {
		_, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		controllers, group, _ := strings.Cut(rest, ":")
		switch controllers {
		case "":
			files = append(files, path.Join("/sys/fs/cgroup", group, "memory.max"), "/sys/fs/cgroup/memory.max")
		case "memory":
			files = append(files, path.Join("/sys/fs/cgroup/memory", group, "memory.limit_in_bytes"), "/sys/fs/cgroup/memory/memory.limit_in_bytes")
		}
	}
	for _, f := range files {
		b, err := read(f)
		if err != nil {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
		if err == nil && n > 0 && n < math.MaxInt64/4 { // version 1 writes a huge number for no limit
			return n
		}
	}
	return 0
}
