package attack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// What the surroundings of a server are used for.

// decode reads an answer.
func decode(t *testing.T, said []byte, out any) {
	t.Helper()
	if err := json.Unmarshal(said, out); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
}

// version is what the program calls itself.
func (n *town) version() string {
	n.t.Helper()
	bin, err := instance.Binary()
	if err != nil {
		n.t.Fatal(err)
	}
	out, err := exec.CommandContext(n.t.Context(), bin, "version").Output()
	words := strings.Fields(string(out))
	if err != nil || len(words) < 2 {
		n.t.Fatalf("version: %v %s", err, out)
	}
	return words[1]
}

// refused starts a server that must not start, and returns what it says.
func refused(t *testing.T, data string, args ...string) string {
	t.Helper()
	s, err := instance.New(instance.Options{Data: data, Args: args})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		return err.Error()
	}
	s.Kill()
	t.Errorf("it serves with %q", args)
	return ""
}

// Whoever sits in the network of the proxies says where they come from as they like; the
// throttle of wrong passwords counts them by where they are.
func TestAttackForwardedAddressOfOnesOwn(t *testing.T) {
	if said := refused(t, t.TempDir(), "--trusted-proxy", "127.0.0.0/8"); !strings.Contains(said, "trusted-hops") {
		t.Errorf("a wide network: %s", said)
	}
	n := found(t, 0, "--trusted-proxy", "127.0.0.0/24")
	refusedAt := 0
	for i := 1; i <= 40 && refusedAt == 0; i++ {
		head := http.Header{"Content-Type": {"application/json"}, "X-Forwarded-For": {fmt.Sprintf("203.0.113.%d, 127.0.0.8", i)}}
		res, _, err := n.sends(t.Context(), from("127.0.0.7"), http.MethodPost, "/api/v1/auth/token", head,
			[]byte(`{"email":"`+email+`","password":"a guess of twelve"}`))
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode == http.StatusTooManyRequests {
			refusedAt = i
		}
	}
	t.Logf("refused at try %d", refusedAt)
	if refusedAt == 0 {
		t.Error("forty tries at one account, none refused")
	}
}

// The admin listener shows no password of the command line, and nothing to a name that
// leads to it.
func TestAttackAdminListener(t *testing.T) {
	port, err := instance.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	admin := fmt.Sprintf("127.0.0.1:%d", port)
	n := found(t, 0, "--admin-listen", admin)
	get := func(path, host string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+admin+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		res, err := from("127.0.0.1").Do(req)
		if err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(res.Body)
		if err != nil {
			t.Error(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		return res.StatusCode, string(said)
	}
	if status, said := get("/debug/vars", admin); status != http.StatusOK || !strings.Contains(said, "{") {
		t.Errorf("the admin listener shows nothing: %d %s", status, said)
	}
	for _, path := range []string{"/debug/pprof/cmdline", "/debug/vars", "/debug/pprof/"} {
		if _, said := get(path, admin); strings.Contains(said, instance.SetupCode) {
			t.Errorf("%s shows what is on the command line", path)
		}
		if status, _ := get(path, "evil.example"); status == http.StatusOK {
			t.Errorf("%s is shown to a page at another name", path)
		}
	}
	if status, _, err := n.ask(t.Context(), from(home), http.MethodGet, "/debug/vars", n.owner(), nil); err != nil ||
		status == http.StatusOK {
		t.Errorf("the public listener shows it: %d %v", status, err)
	}
}

// A data directory that everybody may change is not taken: its keys could be exchanged.
func TestAttackOpenDataDirectory(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(data, 0o777); err != nil {
		t.Fatal(err)
	}
	if said := refused(t, data); !strings.Contains(said, data) {
		t.Errorf("it does not say what is wrong: %s", said)
	}
}

// Behind two proxies, and with a public address, cookies stay for HTTPS and pages of a name
// that leads here stay foreign.
func TestAttackCookiesAndOriginsBehindProxies(t *testing.T) {
	form := url.Values{"email": {email}, "password": {instance.Password}}.Encode()
	cookies := func(n *town, head http.Header) string {
		t.Helper()
		head.Set("Content-Type", "application/x-www-form-urlencoded")
		res, said, err := n.sends(t.Context(), from("127.0.0.1"), http.MethodPost, "/signin", head, []byte(form))
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != http.StatusSeeOther {
			return fmt.Sprintf("%d %s", res.StatusCode, said)
		}
		return strings.Join(res.Header.Values("Set-Cookie"), "\n")
	}
	secure := func(set string) bool { return strings.Contains(set, "__Host-") && strings.Contains(set, "Secure") }

	n := found(t, 0, "--trusted-proxy", "127.0.0.1", "--trusted-proxy", "127.0.0.2")
	set := cookies(n, http.Header{"Host": {"chat.tideline.example"}, "Origin": {"https://chat.tideline.example"},
		"Sec-Fetch-Site":  {"same-origin"},
		"X-Forwarded-For": {"203.0.113.7, 127.0.0.2"}, "X-Forwarded-Proto": {"https, http"}})
	if !secure(set) {
		t.Errorf("behind two proxies: %s", set)
	}

	n = found(t, 0, "--public-url", "https://chat.tideline.example")
	set = cookies(n, http.Header{"Host": {"chat.tideline.example"}, "Origin": {"https://chat.tideline.example"},
		"Sec-Fetch-Site": {"same-origin"}})
	if !secure(set) {
		t.Errorf("with a public address: %s", set)
	}
	var tokens wire.Tokens
	n.must("", http.MethodPost, "/api/v1/auth/token", map[string]string{"email": email, "password": instance.Password}, &tokens)
	for _, c := range []struct {
		origin, host string
		ours         bool
	}{
		{"https://chat.tideline.example", "chat.tideline.example", true},
		{"https://evil.example", "evil.example", false},
		{"http://evil.example", "evil.example", false},
		{"http://chat.tideline.example", "chat.tideline.example", false},
	} {
		status, err := n.knocks(t.Context(), from("127.0.0.1"),
			http.Header{"Host": {c.host}, "Origin": {c.origin}, "Cookie": {"__Host-confab_access=" + tokens.AccessToken}})
		if err != nil || (status == http.StatusSwitchingProtocols) != c.ours {
			t.Errorf("a page of %s, which leads here by the name %s: %d %v", c.origin, c.host, status, err)
		}
	}
}
