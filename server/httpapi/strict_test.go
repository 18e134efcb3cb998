package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// server is an API over a World, with its log.
type server struct {
	*chattest.World
	*httptest.Server
	log *bytes.Buffer
}

func start(t *testing.T, options ...chattest.Option) *server {
	t.Helper()
	s := &server{World: chattest.New(t, options...), log: &bytes.Buffer{}}
	s.Server = httptest.NewServer(New(Options{Chat: s.Chat, Authenticate: byName, Version: "v-test",
		Logger: slog.New(slog.NewTextHandler(s.log, nil))}))
	t.Cleanup(s.Server.Close)
	return s
}

// do sends a request as Sam and returns the status and the body.
func (s *server) do(t *testing.T, method, path, body string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+Prefix+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", s.Sam.Token())
	if method != http.MethodGet {
		r.Header.Set("Content-Type", "application/json")
	} else if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i+1] == "" {
			r.Header.Del(header[i])
		}
	}
	res, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(text)
}

func TestABodyIsTakenStrictly(t *testing.T) {
	s := start(t)
	path := "/rooms/" + s.Main + "/messages"
	cid := func() string { return `"cid":"` + id.New() + `"` }
	good := "{" + cid() + `,"body":"hello"}`
	if res, text := s.do(t, "POST", path, good); res.StatusCode != 200 || strings.Contains(text, `"type"`) ||
		strings.Contains(text, `"id"`) {
		t.Fatalf("a good one: %d %s", res.StatusCode, text)
	}
	deep := strings.Repeat("[", limits.JSONDepth+1) + strings.Repeat("]", limits.JSONDepth+1)
	before := s.Commits()
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"empty":               {``, 400},
		"no object":           {`[]`, 400},
		"text":                {`hello`, 400},
		"cut off":             {`{` + cid() + `,"body":"hel`, 400},
		"unknown field":       {`{` + cid() + `,"body":"x","admin":true}`, 400},
		"field of the store":  {`{` + cid() + `,"body":"x","author":"` + s.Nora.ID + `"}`, 400},
		"another case":        {`{` + cid() + `,"Body":"x"}`, 400},
		"twice":               {`{` + cid() + `,"body":"x","body":"y"}`, 400},
		"trailing":            {`{` + cid() + `,"body":"x"}{}`, 400},
		"trailing text":       {`{` + cid() + `,"body":"x"} x`, 400},
		"another type":        {`{` + cid() + `,"body":7}`, 400},
		"too deep":            {`{` + cid() + `,"body":` + deep + `}`, 400},
		"not UTF-8":           {`{` + cid() + ",\"body\":\"\xff\"}", 400},
		"half a surrogate":    {`{` + cid() + `,"body":"\ud800"}`, 400},
		"type of the socket":  {`{"type":"send",` + cid() + `,"body":"x"}`, 400},
		"id of the socket":    {`{"id":"7",` + cid() + `,"body":"x"}`, 400},
		"the room once more":  {`{` + cid() + `,"body":"x","room":"` + s.Main + `"}`, 400},
		"another room":        {`{` + cid() + `,"body":"x","room":"` + id.New() + `"}`, 400},
		"a fraction":          {`{` + cid() + `,"body":"x","reply_to":1.5}`, 400},
		"a number too large":  {`{` + cid() + `,"body":"x","reply_to":9223372036854775808}`, 400},
		"too long a message":  {`{` + cid() + `,"body":"` + strings.Repeat("x", limits.Body+1) + `"}`, 413},
		"too long altogether": {`{` + cid() + `,"body":"` + strings.Repeat("x", limits.HTTPBody) + `"}`, 413},
	} {
		if res, text := s.do(t, "POST", path, c.body); res.StatusCode != c.status || !strings.HasPrefix(text, `{"error":{"code":"`) {
			t.Errorf("%s: %d %s, want %d", name, res.StatusCode, text, c.status)
		}
	}
	if s.Commits() != before {
		t.Error("something refused was done")
	}
	if s.log.Len() > 0 {
		t.Errorf("bad requests are in the log: %s", s.log)
	}
}

func TestAnAddressIsTakenStrictly(t *testing.T) {
	s := start(t)
	for path, status := range map[string]int{
		"/rooms/" + s.Main + "/messages":                      200,
		"/rooms/" + s.Main + "/messages?before=2&limit=1":     200,
		"/rooms/" + s.Main + "/messages?":                     200,
		"/rooms/" + s.Main + "/messages?before=x":             400,
		"/rooms/" + s.Main + "/messages?before=":              400,
		"/rooms/" + s.Main + "/messages?before=1.5":           400,
		"/rooms/" + s.Main + "/messages?before=1&before=2":    400,
		"/rooms/" + s.Main + "/messages?befor=1":              400,
		"/rooms/" + s.Main + "/messages?type=fetch":           400,
		"/rooms/" + s.Main + "/messages?room=" + id.New():     400,
		"/rooms/" + s.Main + "/messages?limit=101":            400,
		"/rooms/" + s.Main + "/messages?limit=%31;before=1":   400,
		"/rooms/" + s.Main + "/messages?access_token=secret":  400,
		"/rooms/..%2f..%2fetc%2fpasswd/messages":              400,
		"/rooms/%00/messages":                                 400,
		"/rooms/" + strings.ToUpper(s.Main) + "/messages":     400,
		"/users/batch?ids=" + s.Nora.ID + "," + s.Sam.ID:      200,
		"/users/batch?ids=":                                   200,
		"/users/batch?ids=nora":                               400,
		"/users/batch":                                        200,
		"/nothing":                                            404,
		"/":                                                   404,
		"/rooms/" + s.Main + "/messages/1/reactions/2/and/so": 404,
	} {
		if res, text := s.do(t, "GET", path, ""); res.StatusCode != status {
			t.Errorf("GET %s: %d %s, want %d", path, res.StatusCode, text, status)
		}
	}
	res, _ := s.do(t, "DELETE", "/rooms", "")
	if res.StatusCode != 405 || res.Header.Get("Allow") != "GET, POST" {
		t.Errorf("DELETE /rooms: %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
	if res, _ := s.do(t, "GET", "/rooms", "{}"); res.StatusCode != 400 {
		t.Errorf("GET with a body: %d, want 400", res.StatusCode)
	}
	if res, _ := s.do(t, "DELETE", "/rooms/"+s.Main+"/messages/1?force=1", ""); res.StatusCode != 400 {
		t.Errorf("DELETE with a query: %d, want 400", res.StatusCode)
	}
	if res, _ := s.do(t, "DELETE", "/rooms/"+s.Main+"/messages/one", ""); res.StatusCode != 400 {
		t.Errorf("DELETE of a message called one: %d, want 400", res.StatusCode)
	}
}

// A form or script of another site sends the person's cookies along.
func TestPagesOfOtherSitesCannotWrite(t *testing.T) {
	s := start(t)
	path, body := "/rooms/"+s.Room(wire.RoomPublic)+"/leave", "{}"
	before := s.Commits()
	for name, c := range map[string]struct {
		header []string
		status int
	}{
		"another site":               {[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		"a subdomain":                {[]string{"Sec-Fetch-Site", "same-site"}, 403},
		"a foreign origin":           {[]string{"Origin", "https://evil.example"}, 403},
		"no origin at all":           {[]string{"Origin", "null"}, 403},
		"an origin that looks alike": {[]string{"Origin", s.URL + ".evil.example"}, 403},
		"a form":                     {[]string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		"a form of text":             {[]string{"Content-Type", "text/plain"}, 415},
		"a form with a file":         {[]string{"Content-Type", "multipart/form-data; boundary=x"}, 415},
		"no type":                    {[]string{"Content-Type", ""}, 415},
		"a type of two minds":        {[]string{"Content-Type", "application/json, text/plain"}, 415},
		"another alphabet":           {[]string{"Content-Type", "application/json; charset=utf-16"}, 415},
	} {
		if res, text := s.do(t, "POST", path, body, c.header...); res.StatusCode != c.status {
			t.Errorf("%s: %d %s, want %d", name, res.StatusCode, text, c.status)
		}
	}
	if s.Commits() != before {
		t.Error("something refused was done")
	}
	own := []string{"Sec-Fetch-Site", "same-origin", "Origin", s.URL, "Content-Type", "application/json; charset=UTF-8"}
	if res, text := s.do(t, "POST", path, body, own...); res.StatusCode != http.StatusOK {
		t.Errorf("its own page: %d %s", res.StatusCode, text)
	}
}

func TestSignedOutAndLimitedAnswersSayWhatToDo(t *testing.T) {
	s := start(t, func(w *chattest.World, o *chat.Options) { o.Limiter = ratelimit.NewMemory(w.Now) })
	res, _ := s.do(t, "GET", "/rooms", "", "Authorization", "")
	if res.StatusCode != 401 || res.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("signed out: %d %v", res.StatusCode, res.Header)
	}
	for {
		body := fmt.Sprintf(`{"cid":%q,"body":"x"}`, id.New())
		res, text := s.do(t, "POST", "/rooms/"+s.Main+"/messages", body)
		if res.StatusCode == 200 {
			continue
		}
		if res.StatusCode != 429 || res.Header.Get("Retry-After") != "1" || !strings.Contains(text, `"retry_ms":500`) {
			t.Errorf("too fast: %d Retry-After %q %s", res.StatusCode, res.Header.Get("Retry-After"), text)
		}
		break
	}
}

// Only the request whose handler panics fails, not the server.
func TestAPanicEndsOneRequest(t *testing.T) {
	w := chattest.New(t)
	var log bytes.Buffer
	panics := true
	srv := httptest.NewServer(New(Options{
		Chat: w.Chat, Logger: slog.New(slog.NewTextHandler(&log, nil)),
		Authenticate: func(*http.Request) (chat.Actor, error) {
			if panics {
				panic("a secret of ours")
			}
			return w.Sam.Actor(), nil
		},
	}))
	defer srv.Close()
	s := &server{World: w, Server: srv}
	res, text := s.do(t, "GET", "/rooms", "")
	if res.StatusCode != 500 || !strings.Contains(text, `"code":"unavailable"`) || strings.Contains(text, "secret") ||
		strings.Contains(text, ".go") {
		t.Errorf("%d %s", res.StatusCode, text)
	}
	if !strings.Contains(log.String(), "a secret of ours") || !strings.Contains(log.String(), "httpapi.(*route)") {
		t.Errorf("the log has no panic or no stack: %s", log.String())
	}
	panics = false
	if res, text := s.do(t, "GET", "/rooms", ""); res.StatusCode != 200 {
		t.Errorf("after it: %d %s", res.StatusCode, text)
	}
}

func TestAFaultIsLoggedAndNotTold(t *testing.T) {
	w := chattest.New(t)
	var log bytes.Buffer
	srv := httptest.NewServer(New(Options{
		Chat: w.Chat, Logger: slog.New(slog.NewTextHandler(&log, nil)),
		Authenticate: func(*http.Request) (chat.Actor, error) {
			return chat.Actor{}, errors.New("open /var/lib/confab/confab.db: permission denied")
		},
	}))
	defer srv.Close()
	res, text := (&server{World: w, Server: srv}).do(t, "GET", "/rooms", "")
	if res.StatusCode != 503 || strings.Contains(text, "confab.db") || res.Header.Get("Retry-After") == "" {
		t.Errorf("%d %s", res.StatusCode, text)
	}
	if !strings.Contains(log.String(), "confab.db") || !strings.Contains(log.String(), "room.list") {
		t.Errorf("logged: %s", log.String())
	}
}

func TestABodyThatStopsComingIsGivenUp(t *testing.T) {
	s := start(t)
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST %s/rooms/%s/leave HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: "+
		"application/json\r\nContent-Length: 100\r\n\r\n{", Prefix, s.Main, s.Sam.Token())
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 400") {
		t.Errorf("half a body: %v %.200s", err, answer)
	}
}

func TestEveryAnswerHasItsHeaders(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/rooms", "/nothing", "/openapi.json", "/rooms/x"} {
		res, _ := s.do(t, "GET", path, "")
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Type": "application/json; charset=utf-8",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("GET %s: %s = %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestARequestWithANumberIsCarriedOutOnce(t *testing.T) {
	s := start(t)
	body, instance := `{"name":"atlas","kind":"public"}`, strings.Repeat("a", 32)
	make1 := func(instance, n string) (int, string) {
		res, text := s.do(t, "POST", "/rooms", body, "Confab-Instance", instance, "Confab-Number", n)
		return res.StatusCode, text
	}
	status, first := make1(instance, "4")
	if status != 200 || strings.Contains(first, `"dup"`) {
		t.Fatalf("%d %s", status, first)
	}
	if status, again := make1(instance, "4"); status != 200 || !strings.Contains(again, `"dup":true`) {
		t.Errorf("again: %d %s", status, again)
	}
	if status, late := make1(instance, "3"); status != 409 || !strings.Contains(late, `"overtaken"`) {
		t.Errorf("a smaller number: %d %s", status, late)
	}
	for _, wrong := range [][2]string{{instance, ""}, {"", "5"}, {instance, "0"}, {instance, "x"}, {"tab", "5"}} {
		if status, text := make1(wrong[0], wrong[1]); status != 400 {
			t.Errorf("instance %q, number %q: %d %s", wrong[0], wrong[1], status, text)
		}
	}
}
