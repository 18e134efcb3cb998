package daemon

import (
	"testing"
	"testing/fstest"
)

func TestMemoryIsBoundedByTheContainerOrElseByTheMachine(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	const mib = 1 << 20
	machine := file("MemTotal:        4194304 kB\nMemFree:  100 kB\n")
	service := file("0::/system.slice/confab.service\n")
	for name, c := range map[string]struct {
		root fstest.MapFS
		want int64
	}{
		"a machine":           {fstest.MapFS{"proc/meminfo": machine}, 3072 * mib},
		"a container":         {fstest.MapFS{"proc/meminfo": machine, "sys/fs/cgroup/memory.max": file("1048576000\n")}, 943718400},
		"a container, old":    {fstest.MapFS{"sys/fs/cgroup/memory/memory.limit_in_bytes": file("1048576000\n")}, 943718400},
		"a container, no end": {fstest.MapFS{"proc/meminfo": machine, "sys/fs/cgroup/memory.max": file("max\n")}, 3072 * mib},
		"old, no end": {fstest.MapFS{"proc/meminfo": machine,
			"sys/fs/cgroup/memory/memory.limit_in_bytes": file("9223372036854771712\n")}, 3072 * mib},
		"a service": {fstest.MapFS{"proc/self/cgroup": service,
			"sys/fs/cgroup/system.slice/confab.service/memory.max": file("524288000\n")}, 471859200},
		"the slice above it": {fstest.MapFS{"proc/self/cgroup": service, "sys/fs/cgroup/system.slice/memory.max": file("524288000\n"),
			"sys/fs/cgroup/system.slice/confab.service/memory.max": file("max\n")}, 471859200},
		"more than there is":   {fstest.MapFS{"proc/meminfo": machine, "sys/fs/cgroup/memory.max": file("1099511627776\n")}, 3072 * mib},
		"another order":        {fstest.MapFS{"proc/meminfo": file("MemFree: 5 kB\nMemTotal: 4 kB\n")}, 3072},
		"less than none":       {fstest.MapFS{"proc/meminfo": file("MemTotal: -4 kB\n")}, 0},
		"nobody knows":         {fstest.MapFS{}, 0},
		"nonsense":             {fstest.MapFS{"proc/meminfo": file("MemTotal: many kB\n"), "sys/fs/cgroup/memory.max": file("-1\n")}, 0},
		"nonsense of a group":  {fstest.MapFS{"proc/self/cgroup": file("garbage\n0::/../..\n"), "proc/meminfo": machine}, 3072 * mib},
		"a group without name": {fstest.MapFS{"proc/self/cgroup": file("0::/\n"), "proc/meminfo": machine}, 3072 * mib},
	} {
		if got, _ := memoryLimit(c.root); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
