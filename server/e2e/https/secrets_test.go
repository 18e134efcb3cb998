package https

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// secrets are all that must not be told, by what each is. As a transport it
// collects what goes to the server and comes back: cookies, tokens, passwords,
// codes.
type secrets struct {
	next http.RoundTripper

	mu sync.Mutex
	of map[string]string // the secret -> what it is
}

// window is how much of a secret in a row gives it away.
const window = 16

// public is what may stand beside a secret: ids, addresses, the frame of a key in PEM.
var public = regexp.MustCompile(`[0-9a-f]{32}|https?://\S+/|\S+@\S+|-----.*-----|\s+`)

func (s *secrets) add(what, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, part := range public.Split(secret, -1) {
		if len(part) >= window {
			s.of[part] = what
		}
	}
}

// secretField is how fields are called whose values are secret.
var secretField = regexp.MustCompile(`"(password|code|token|url|path|invite|body|[a-z]+_token)":"([^"]+)"`)

// RoundTrip implements http.RoundTripper.
func (s *secrets) RoundTrip(r *http.Request) (*http.Response, error) {
	for _, c := range r.Cookies() {
		s.add("the cookie "+c.Name, c.Value)
	}
	s.add("an Authorization", strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	s.add("a code in an address", path.Base(r.URL.Path))
	if r.Body != nil {
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if r.Body = http.NoBody; len(sent) > 0 {
			r.Body = io.NopCloser(bytes.NewReader(sent))
		}
		s.look(string(sent))
		if form, err := url.ParseQuery(string(sent)); err == nil {
			s.add("a password in a form", form.Get("password"))
			s.add("a code in a form", form.Get("code"))
		}
	}
	res, err := s.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	for _, c := range res.Cookies() {
		s.add("the cookie "+c.Name, c.Value)
	}
	if res.StatusCode == http.StatusSwitchingProtocols {
		return res, nil
	}
	got, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	s.look(string(got))
	err = res.Body.Close()
	res.Body = io.NopCloser(bytes.NewReader(got))
	return res, err
}

// look finds the secrets of a JSON text.
func (s *secrets) look(text string) {
	for _, m := range secretField.FindAllStringSubmatch(text, -1) {
		s.add(m[1], m[2])
	}
}

// told returns what of it stands in a text.
func (s *secrets) told(text string) (found []string) {
	there := map[string]bool{}
	for i := 0; i+window <= len(text); i++ {
		there[text[i:i+window]] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for secret, what := range s.of {
		for i := 0; i+window <= len(secret); i++ {
			if there[secret[i:i+window]] {
				found = append(found, fmt.Sprintf("%s: %s", what, secret))
				break
			}
		}
	}
	return found
}

// visitor is somebody at the place, with cookies.
type visitor struct {
	p    *place
	http *http.Client
}

// visits lets somebody come whose secrets are collected.
func visits(p *place, like *http.Client, all *secrets) *visitor {
	p.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return &visitor{p, &http.Client{Transport: all, Jar: jar, Timeout: like.Timeout, CheckRedirect: like.CheckRedirect}}
}

// does makes a request and returns status and answer.
func (v *visitor) does(method, path, kind, body string, header ...string) (int, string) {
	v.p.t.Helper()
	r, err := http.NewRequestWithContext(v.p.t.Context(), method, "https://"+domain+path, strings.NewReader(body))
	if err != nil {
		v.p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", "https://"+domain)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := v.http.Do(r)
	if err != nil {
		v.p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		v.p.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// fills in a form, with fields as name, value, ...
func (v *visitor) fills(path string, want int, fields ...string) {
	v.p.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	if status, text := v.does("POST", path, "application/x-www-form-urlencoded", form.Encode()); status != want {
		v.p.t.Fatalf("POST %s: %d, want %d\n%.400s", path, status, want, text)
	}
}

// asks the API, and reads the answer into out.
func (v *visitor) asks(method, path, body string, want int, out any, header ...string) {
	v.p.t.Helper()
	status, text := v.does(method, "/api/v1"+path, "application/json", body, header...)
	if status != want {
		v.p.t.Fatalf("%s %s: %d, want %d\n%s", method, path, status, want, text)
	}
	if out != nil {
		if err := json.Unmarshal([]byte(text), out); err != nil {
			v.p.t.Fatal(err)
		}
	}
}

// talks opens a socket, says objects and hears what comes until a pong of the socket.
func (v *visitor) talks(bearer string, says ...string) {
	v.p.t.Helper()
	ctx := v.p.t.Context()
	ws, _, err := websocket.Dial(ctx, "wss://"+domain+"/ws", &websocket.DialOptions{
		HTTPClient: v.http, Subprotocols: []string{wire.Subprotocol}, HTTPHeader: http.Header{"Authorization": {"Bearer " + bearer}},
	})
	if err != nil {
		v.p.t.Fatal(err)
	}
	defer func() { _ = ws.CloseNow() }()
	for _, text := range says {
		if err := ws.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
			v.p.t.Fatal(err)
		}
	}
	for { // to its bye
		if _, _, err := ws.Read(ctx); err != nil {
			return
		}
	}
}

// What people tell the server in confidence is not in what it says of itself,
// however much it is asked to say: neither when all goes well nor when they
// mistype, put a password where a name belongs, or show a token that was stolen.
func TestNoSecretIsInTheLogOfAFullRun(t *testing.T) {
	p, all, come := confides(t)
	theDay(come(), come())
	operator(t, p, all)
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
	keys, err := os.ReadDir(filepath.Join(p.Data, "keys"))
	if err != nil || len(keys) == 0 {
		t.Fatal(keys, err)
	}
	for _, f := range keys {
		text, err := os.ReadFile(filepath.Join(p.Data, "keys", f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range regexp.MustCompile(`[\w+/=-]{40,}`).FindAllString(string(text), -1) {
			all.add("a key that signs tokens", value)
		}
	}
	silent(t, p, all)
}

// Nor are the passwords of database and Redis, also when these go away.
func TestNoSecretIsInTheLogOfANode(t *testing.T) {
	const ofPostgres, ofRedis = "the-word-of-postgres-tells-nobody", "the-word-of-redis-tells-nobody"
	postgres, redis := service.StartPostgres(t), service.StartRedis(t, "--requirepass", ofRedis)
	postgres.Exec("CREATE ROLE keeper LOGIN SUPERUSER PASSWORD '" + ofPostgres + "'")
	dir := t.TempDir()
	args := []string{"--postgres-file", filepath.Join(dir, "postgres"), "--redis-file", filepath.Join(dir, "redis")}
	for name, text := range map[string]string{
		"postgres": strings.Replace(postgres.NewDatabase(t), "confab@", "keeper:"+ofPostgres+"@", 1), "redis": redis.URL(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, all, come := confides(t, args...)
	all.add("the password of PostgreSQL", ofPostgres)
	all.add("the password of Redis", ofRedis)
	theDay(come(), come())
	redis.Kill()
	postgres.Restart()
	come().does("POST", "/signin", "application/x-www-form-urlencoded",
		url.Values{"email": {"nora@tideline.example"}, "password": {"a-word-said-while-all-is-away"}}.Encode())
	redis.Start()
	operator(t, p, all, args...)
	p.log.has(t, "Redis is back", 1)
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
	silent(t, p, all)
}

// confides starts a server that says all it can, with a certificate of its own.
// Of everybody who comes the secrets are collected.
func confides(t *testing.T, args ...string) (p *place, all *secrets, come func() *visitor) {
	t.Helper()
	dir := t.TempDir()
	all = &secrets{of: map[string]string{}}
	roots := writes(t, dir)
	key, err := os.ReadFile(filepath.Join(dir, "key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	all.add("the key of the certificate", string(key))
	all.add("the first run's code", instance.SetupCode)
	secure, plain := ports(t)
	p = prepare(t, filepath.Join(dir, "data"), secure, plain, append(args, "--log-level", "debug",
		"--tls-cert", filepath.Join(dir, "chain.pem"), "--tls-key", filepath.Join(dir, "key.pem"))...)
	p.start()
	like := p.client(roots)
	all.next = &http.Transport{ // of HTTP 1.1, with which a socket begins
		DialContext: like.Transport.(*http.Transport).DialContext, TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true,
	}
	return p, all, func() *visitor { return visits(p, like, all) }
}

// silent fails if a secret is in what a server said.
func silent(t *testing.T, p *place, all *secrets) {
	t.Helper()
	// The link of the first run is told on purpose, once, to whoever starts the server.
	log := strings.Replace(p.log.String(), "/setup?code="+instance.SetupCode, "", 1)
	for _, want := range []string{"level=DEBUG", "sign-in refused", "socket open", "a used refresh token came back", "joined by invite"} {
		if !strings.Contains(log, want) {
			t.Errorf("%q is not in the log: it is not the one that this is about", want)
		}
	}
	if len(all.of) < 30 {
		t.Errorf("only %d secrets were collected", len(all.of))
	}
	for _, told := range all.told(log) {
		t.Errorf("in the log: %s", told)
	}
	for secret, what := range all.of {
		if len(all.told("msg=x value="+secret)) == 0 {
			t.Errorf("%s would not be found in a log", what)
		}
	}
}

// theDay is what two people do with a server, rightly and wrongly.
func theDay(nora, ada *visitor) {
	const word, other, email = "a-word-that-only-nora-knows", "a-word-that-only-ada-knows", "nora@tideline.example"
	nora.fills("/setup", 422, "code", "a-code-that-somebody-made-up", "workspace", "Tideline", "name", "Nora Vance", "email", email,
		"password", word)
	nora.fills("/setup", 303, "code", instance.SetupCode, "workspace", "Tideline", "name", "Nora Vance", "email", email, "password", word)
	ada.fills("/signin", 422, "email", email, "password", "a-word-that-is-mistyped-here")
	ada.fills("/signin", 422, "email", "a-word-typed-in-the-wrong-field", "password", email)
	ada.does("POST", "/signin", "application/x-www-form-urlencoded", "password=a-word-that-is-half-escaped%zz")
	nora.fills("/signin", 303, "email", email, "password", word)

	var made, room wire.InviteInfo
	nora.asks("POST", "/invites", `{"uses":3}`, 200, &made)
	nora.asks("POST", "/invites", `{"uses":3}`, 200, &room)
	ada.does("GET", made.Invite.Path, "", "")
	ada.does("GET", "/join/an-invite-that-somebody-made-up", "", "")
	ada.does("GET", made.Invite.Path+"/elsewhere", "", "")
	nora.does("POST", "/invite-qr", "application/json", `{"token":"`+made.Invite.Token+`"}`)
	ada.fills(made.Invite.Path, 422, "name", "Ada Brandt", "email", "ada", "password", other)
	ada.fills(made.Invite.Path, 303, "name", "Ada Brandt", "email", "ada@tideline.example", "password", other)
	nora.fills(room.Invite.Path+"/enter", 303)
	ada.does("GET", "/?access_token=a-token-that-is-in-an-address&password=a-word-that-is-in-an-address", "", "")

	var in, again, joined wire.Tokens
	ada.asks("POST", "/auth/token", `{"email":"ada@tideline.example","password":"`+other+`","device":"a script"}`, 200, &in)
	ada.asks("POST", "/auth/token", `{"email":"ada@tideline.example","passwort":"a-word-in-an-unknown-field"}`, 400, nil)
	ada.asks("POST", "/auth/token", `{"email":"ada@tideline.example","password":"a-word-in-half-a-bod`, 400, nil)
	ada.asks("POST", "/auth/join", `{"invite":"`+room.Invite.Token+
		`","name":"Ben Ode","email":"ben@tideline.example","password":"a-word-that-only-ben-knows"}`, 200, &joined)
	ada.asks("POST", "/auth/refresh", `{"refresh_token":"`+in.RefreshToken+`"}`, 200, &again)
	ada.asks("POST", "/auth/refresh", `{"refresh_token":"`+again.RefreshToken+`"}`, 200, nil)
	ada.asks("POST", "/auth/refresh", `{"refresh_token":"`+in.RefreshToken+`"}`, 401, nil) // stolen
	ada.asks("GET", "/auth/whoami", "", 200, nil, "Authorization", "Bearer a.token.that.somebody.made.up")

	var rooms wire.Rooms
	bearer := []string{"Authorization", "Bearer " + joined.AccessToken}
	ada.asks("GET", "/rooms", "", 200, &rooms, bearer...)
	at := "/rooms/" + rooms.Rooms[0].ID + "/messages"
	ada.asks("POST", at, `{"cid":"`+id.New()+`","body":"what-is-said-in-a-room-stays-there"}`, 200, nil, bearer...)
	ada.asks("POST", at, `{"cid":"no","body":"what-is-refused-is-nobodys-affair"}`, 400, nil, bearer...)
	ada.talks(joined.AccessToken,
		`{"type":"hello","v":2,"client":"story","device":"`+id.New()+`","resume":{}}`,
		`{"type":"send","id":"1","cid":"`+id.New()+`","room":"`+rooms.Rooms[0].ID+`","body":"what-is-said-on-a-socket-stays-there"}`,
		`{"type":"send","id":"2","a-word-where-no-field-is":1}`,
		`{"type":"send","id":"a-word-where-an-id-is","body":"half-an-object-of-words`, `a-word-that-is-no-object-at-all`,
	)
	ada.asks("POST", "/auth/signout", `{"refresh_token":"`+joined.RefreshToken+`"}`, 200, nil)
	nora.fills("/signout", 303)
}

// operator gives somebody another password, beside the running server.
func operator(t *testing.T, p *place, all *secrets, args ...string) {
	t.Helper()
	bin, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	const word = "a-word-that-an-operator-gave"
	all.add("a password from the command line", word)
	c := exec.CommandContext(t.Context(), bin, append([]string{"user", "password", "--data", p.Data, "ada@tideline.example"}, args...)...)
	c.Stdin = strings.NewReader(word + "\n")
	said, err := c.CombinedOutput()
	if _, wrote := p.log.Write(said); err != nil || wrote != nil {
		t.Fatal(errors.Join(err, wrote), string(said))
	}
}
