package pin

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// child makes this test binary move itself to a core and tell what it sees.
const child = "CONFAB_PIN_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) != "" {
		if err := tell(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	m.Run()
}

// tell moves this process and prints the cores of each of its threads.
func tell() error {
	cores, err := Choose()
	if err != nil {
		return err
	}
	if err := cores.Self(); err != nil {
		return err
	}
	threads, err := filepath.Glob("/proc/self/task/*/status")
	if err != nil {
		return err
	}
	for _, path := range threads {
		status, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Println(allowed(string(status)))
	}
	fmt.Println("wide", runtime.GOMAXPROCS(0))
	return nil
}

func allowed(status string) string {
	return regexp.MustCompile(`Cpus_allowed_list:\s*(\S+)`).FindStringSubmatch(status)[1]
}

func TestTheServerAndTheGeneratorHaveACoreEach(t *testing.T) {
	cores, err := Choose()
	if runtime.NumCPU() < 2 {
		if err == nil || !strings.Contains(err.Error(), "one processor core only") {
			t.Errorf("on one core: %v", err)
		}
		return
	}
	if err != nil || cores.Server == cores.Generator {
		t.Fatalf("%+v, %v", cores, err)
	}
	before, err := os.ReadFile("/proc/thread-self/status")
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("cat", "/proc/self/status")
	var out strings.Builder
	server.Stdout = &out
	if err := cores.Start(server.Start); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := allowed(out.String()); got != fmt.Sprint(cores.Server) {
		t.Errorf("the server runs on %s, want %d", got, cores.Server)
	}
	after, err := exec.Command("cat", "/proc/self/status").Output()
	if err != nil || allowed(string(after)) != allowed(string(before)) {
		t.Errorf("whoever started it is confined to %s, %v", allowed(string(after)), err)
	}
	generator := exec.Command(os.Args[0])
	generator.Env = append(os.Environ(), child+"=1")
	told, err := generator.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, told)
	}
	want := fmt.Sprint(cores.Generator)
	lines := strings.Fields(strings.ReplaceAll(string(told), "wide 1", ""))
	for _, line := range lines {
		if line != want {
			t.Errorf("a thread of the generator runs on %q, want %s:\n%s", line, want, told)
		}
	}
	if len(lines) < 2 || !strings.Contains(string(told), "wide 1") {
		t.Errorf("the generator told %q", told)
	}
}
