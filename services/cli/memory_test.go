package cli

import (
	"os"
	"testing"
)

func TestTheLimitOfTheControlGroup(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"none":                {nil, 0},
		"systemd":             {map[string]string{"/proc/self/cgroup": "0::/system.slice/namedrop.service\n", "/sys/fs/cgroup/system.slice/namedrop.service/memory.max": "2147483648\n"}, 2 << 30},
		"container":           {map[string]string{"/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "2147483648\n"}, 2 << 30},
		"unlimited":           {map[string]string{"/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "max\n"}, 0},
		"version 1":           {map[string]string{"/proc/self/cgroup": "8:pids:/\n4:memory:/a/b\n", "/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes": "1000000\n"}, 1000000},
		"version 1, no limit": {map[string]string{"/proc/self/cgroup": "4:memory:/\n", "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, 0},
	} {
		got := groupLimit(func(name string) ([]byte, error) {
			if s, ok := c.files[name]; ok {
				return []byte(s), nil
			}
			return nil, os.ErrNotExist
		})
		if got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
