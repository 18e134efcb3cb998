package httpapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/httpapi"
	"github.com/confab/confab/shared/wire"
)

// door is the sign-in API of a workspace that was set up.
type door struct {
	*authtest.World
	nora auth.Grant
	h    http.Handler
}

func newDoor(t *testing.T, options ...func(*auth.Options)) *door {
	t.Helper()
	w, nora := authtest.Settled(t, options...)
	return &door{w, nora, httpapi.NewIdentity(w.Auth, httpapi.Options{})}
}

// ask sends one request; set may change it before.
func (d *door) ask(method, path, body string, set func(*http.Request)) *http.Response {
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
	r.RemoteAddr = "192.0.2.1:4711"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	if set != nil {
		set(r)
	}
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	return w.Result()
}

// read decodes an answer.
func read[T any](t *testing.T, answer *http.Response) (v T) {
	t.Helper()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

type failure struct {
	Error wire.Error `json:"error"`
}

// with adds cookies as a browser on plain HTTP has them.
func with(g auth.Grant) func(*http.Request) {
	return func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "confab_access", Value: g.Access})
		r.AddCookie(&http.Cookie{Name: "confab_refresh", Value: g.Refresh})
	}
}

func cookies(answer *http.Response) map[string]*http.Cookie {
	found := map[string]*http.Cookie{}
	for _, c := range answer.Cookies() {
		found[c.Name] = c
	}
	return found
}

func TestAProgramSignsInRefreshesAndLeaves(t *testing.T) {
	d := newDoor(t)
	answer := d.ask("POST", "/api/v1/auth/token", `{"email":"nora@tideline.example","password":"low tide, long`+
		` walk","device":"bot \u202e 7"}`, nil)
	first := read[wire.Tokens](t, answer)
	if answer.StatusCode != 200 || first.AccessToken == "" || first.RefreshToken == "" || first.User != d.nora.User ||
		len(answer.Cookies()) != 0 {
		t.Fatalf("%d %+v", answer.StatusCode, first)
	}
	sessions := d.Do(t, d.nora, wire.ListSessions.Type, &wire.SessionList{}).(*wire.Sessions).Sessions
	if len(sessions) != 2 || sessions[0].Device != "bot 7" && sessions[1].Device != "bot 7" {
		t.Errorf("sessions %+v", sessions)
	}
	next := read[wire.Tokens](t, d.ask("POST", "/api/v1/auth/refresh", `{"refresh_token":"`+first.RefreshToken+`"}`, nil))
	if next.RefreshToken == first.RefreshToken || next.Session != first.Session {
		t.Errorf("%+v", next)
	}
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "bearer "+next.AccessToken) }
	if who := read[wire.Whoami](t, d.ask("GET", "/api/v1/auth/whoami", "", bearer)); who.State != wire.IdentityOK ||
		who.Session != first.Session {
		t.Errorf("%+v", who)
	}
	if answer := d.ask("POST", "/api/v1/auth/signout", `{"refresh_token":"`+next.RefreshToken+`"}`, nil); answer.StatusCode != 200 {
		t.Error(answer.StatusCode)
	}
	if who := read[wire.Whoami](t, d.ask("GET", "/api/v1/auth/whoami", "", bearer)); who.State != wire.IdentitySignedOut {
		t.Errorf("after signing out: %+v", who)
	}
	if answer := d.ask("POST", "/api/v1/auth/refresh", `{"refresh_token":"`+next.RefreshToken+`"}`, nil); answer.StatusCode != 401 {
		t.Errorf("refreshing after signing out: %d", answer.StatusCode)
	}
}

func TestABrowserNeverSeesItsTokens(t *testing.T) {
	d := newDoor(t)
	answer := d.ask("POST", "/api/v1/auth/refresh", "{}", with(d.nora))
	body := read[map[string]any](t, answer)
	if body["access_token"] != nil || body["refresh_token"] != nil || body["session"] != d.nora.Session {
		t.Errorf("%v", body)
	}
	set := cookies(answer)
	if len(set) != 4 || set["confab_refresh"].Value == d.nora.Refresh || set["confab_device"] == nil || set["confab_person"] == nil {
		t.Errorf("%v", set)
	}
}

func TestCookieFlags(t *testing.T) {
	for name, c := range map[string]struct {
		options []func(*auth.Options)
		set     func(*http.Request)
		prefix  string
	}{
		"plain HTTP":            {nil, func(*http.Request) {}, ""},
		"a public https:// URL": {[]func(*auth.Options){authtest.HTTPS}, func(*http.Request) {}, "__Host-"},
		"a trusted proxy": {nil, func(r *http.Request) {
			r.RemoteAddr = "10.0.0.1:4711"
			r.Header.Set("X-Forwarded-Proto", "https")
		}, "__Host-"},
		"a stranger's claim": {nil, func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }, ""},
	} {
		d := newDoor(t, c.options...)
		answer := d.ask("POST", "/api/v1/auth/refresh", "{}", func(r *http.Request) {
			c.set(r)
			r.AddCookie(&http.Cookie{Name: c.prefix + "confab_refresh", Value: d.nora.Refresh})
		})
		set := cookies(answer)
		access, refresh := set[c.prefix+"confab_access"], set[c.prefix+"confab_refresh"]
		if access == nil || refresh == nil {
			t.Errorf("%s: %d, %v", name, answer.StatusCode, set)
			continue
		}
		for _, k := range []*http.Cookie{access, refresh} {
			if !k.HttpOnly || k.SameSite != http.SameSiteStrictMode || k.Path != "/" || k.Domain != "" || k.Secure != (c.prefix != "") {
				t.Errorf("%s: %v", name, k)
			}
		}
		// The page reads this cookie: it has her id, and lasts as long as her
		// session may.
		person := set[c.prefix+"confab_person"]
		if person == nil || person.Value != d.nora.User || person.HttpOnly || person.SameSite != http.SameSiteStrictMode ||
			person.Path != "/" || person.Domain != "" || person.Secure != (c.prefix != "") || person.MaxAge != refresh.MaxAge {
			t.Errorf("%s: whose tokens they are: %v", name, person)
		}
		if access.MaxAge != 600 || refresh.MaxAge != int((30*24*time.Hour).Seconds()) {
			t.Errorf("%s: they last %d and %d seconds", name, access.MaxAge, refresh.MaxAge)
		}
	}
}

func TestACookieOfTheOtherKindIsNotLookedAt(t *testing.T) {
	plain, https := newDoor(t), newDoor(t, authtest.HTTPS)
	for name, c := range map[string]struct {
		d      *door
		prefix string
	}{"unprefixed on HTTPS": {https, ""}, "prefixed on HTTP": {plain, "__Host-"}} {
		who := read[wire.Whoami](t, c.d.ask("GET", "/api/v1/auth/whoami", "", func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: c.prefix + "confab_access", Value: c.d.nora.Access})
			r.AddCookie(&http.Cookie{Name: c.prefix + "confab_refresh", Value: c.d.nora.Refresh})
		}))
		if who.State != wire.IdentitySignedOut {
			t.Errorf("%s: %s", name, who.State)
		}
	}
}

func TestWhoamiTellsWhatToDoNext(t *testing.T) {
	d := newDoor(t)
	state := func(set func(*http.Request)) wire.IdentityState {
		answer := d.ask("GET", "/api/v1/auth/whoami", "", set)
		if answer.StatusCode != 200 || answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d, %v", answer.StatusCode, answer.Header)
		}
		return read[wire.Whoami](t, answer).State
	}
	if got := state(with(d.nora)); got != wire.IdentityOK {
		t.Error("signed in:", got)
	}
	if got := state(nil); got != wire.IdentitySignedOut {
		t.Error("a stranger:", got)
	}
	d.Clock.Move(time.Hour)
	if got := state(with(d.nora)); got != wire.IdentityRefresh {
		t.Error("after the access token's time:", got)
	}
	if got := state(with(d.nora)); got != wire.IdentityRefresh {
		t.Error("asking used the refresh token up:", got)
	}
}

// A thief with somebody's refresh token learns whether it is valid only by using
// it, which is noticed: whoami answers the same for every token.
func TestWhoamiDoesNotTellWhetherARefreshTokenIsGood(t *testing.T) {
	d := newDoor(t)
	state := func(refresh string) wire.IdentityState {
		return read[wire.Whoami](t, d.ask("GET", "/api/v1/auth/whoami", "", func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "confab_refresh", Value: refresh})
		})).State
	}
	if good, made := state(d.nora.Refresh), state("made up"); good != made || good != wire.IdentityRefresh {
		t.Errorf("good: %s, made up: %s", good, made)
	}
	d.Clock.Move(31 * 24 * time.Hour)
	if got := state(d.nora.Refresh); got != wire.IdentityRefresh {
		t.Error("after its time:", got)
	}
	answer := d.ask("POST", "/api/v1/auth/refresh", "{}", func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "confab_refresh", Value: d.nora.Refresh})
	})
	if left := cookies(answer)["confab_refresh"]; answer.StatusCode != 401 || left == nil || left.MaxAge >= 0 {
		t.Errorf("%d, %v: a browser would ask for ever", answer.StatusCode, left)
	}
}

func TestADeadRefreshCookieIsTakenAway(t *testing.T) {
	d := newDoor(t)
	answer := d.ask("POST", "/api/v1/auth/refresh", "{}", with(auth.Grant{Refresh: "nonsense"}))
	set := cookies(answer)
	if answer.StatusCode != 401 || len(set) != 3 {
		t.Errorf("%d %v", answer.StatusCode, set)
	}
	for name, c := range set {
		if c.MaxAge >= 0 || c.Value != "" {
			t.Errorf("%s stays: %v", name, c)
		}
	}
}

func TestAnAuthorizationHeaderOutranksTheCookie(t *testing.T) {
	d := newDoor(t)
	for _, header := range []string{"Bearer x", "Basic bm9yYTpwdw==", "Bearer", "Bearer  " + d.nora.Access} {
		who := read[wire.Whoami](t, d.ask("GET", "/api/v1/auth/whoami", "", func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "confab_access", Value: d.nora.Access})
			r.Header.Set("Authorization", header)
		}))
		if who.State == wire.IdentityOK {
			t.Errorf("%q: the cookie was used", header)
		}
	}
}

func TestBadSignInRequests(t *testing.T) {
	d := newDoor(t)
	const good = `{"email":"nora@tideline.example","password":"low tide, long walk"}`
	for name, c := range map[string]struct {
		body   string
		set    func(*http.Request)
		status int
	}{
		"a form": {"email=x&password=y", func(r *http.Request) {
			r.Header.Set("Content-Type",
				"application/x-www-form-urlencoded")
		}, 415},
		"text":                {good, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415},
		"unknown field":       {`{"email":"x","admin":true}`, nil, 400},
		"field twice":         {`{"email":"x","email":"y"}`, nil, 400},
		"not JSON":            {`{`, nil, 400},
		"a list":              {`[]`, nil, 400},
		"endless":             {`{"email":"` + strings.Repeat("x", 1<<17) + `"}`, nil, 413},
		"wrong password":      {`{"email":"nora@tideline.example","password":"wrong"}`, nil, 401},
		"nothing":             {``, nil, 401},
		"from another site":   {good, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		"from a foreign page": {good, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403},
	} {
		answer := d.ask("POST", "/api/v1/auth/token", c.body, c.set)
		if answer.StatusCode != c.status || read[failure](t, answer).Error.Message == "" {
			t.Errorf("%s: %d, want %d", name, answer.StatusCode, c.status)
		}
	}
	for _, path := range []string{"token", "refresh", "signout"} {
		if answer := d.ask("GET", "/api/v1/auth/"+path, "", with(d.nora)); answer.StatusCode != 405 {
			t.Errorf("GET %s: %d; a link must not sign anyone in or out", path, answer.StatusCode)
		}
	}
}

func TestTooManyTriesSayWhen(t *testing.T) {
	d := newDoor(t)
	var answer *http.Response
	for range 6 {
		answer = d.ask("POST", "/api/v1/auth/token", `{"email":"nora@tideline.example","password":"a guess, not right"}`, nil)
	}
	if e := read[failure](t, answer).Error; answer.StatusCode != 429 || answer.Header.Get("Retry-After") == "" || e.RetryMS <= 0 ||
		e.Code != wire.CodeRate {
		t.Errorf("%d, %v, %+v", answer.StatusCode, answer.Header, e)
	}
}

func TestTheKeysArePublished(t *testing.T) {
	d := newDoor(t)
	answer := d.ask("GET", "/.well-known/jwks.json", "", nil)
	set := read[map[string][]map[string]string](t, answer)
	if answer.StatusCode != 200 || len(set["keys"]) != 2 {
		t.Errorf("%d %v", answer.StatusCode, set)
	}
}

func TestNoSecretIsLogged(t *testing.T) {
	d := newDoor(t)
	token, _ := d.Invite(t, d.nora, wire.InviteCreate{})
	ada := d.Ada(t, d.nora)
	secrets := []string{authtest.SetupCode, authtest.NoraPassword, authtest.AdaPassword, d.nora.Access, d.nora.Refresh, ada.Access,
		ada.Refresh, token, "a wrong password typed"}
	d.ask("POST", "/api/v1/auth/token", `{"email":"nora@tideline.example","password":"a wrong password typed"}`, nil)
	d.ask("POST", "/api/v1/auth/token", `{"email":"a wrong password typed","password":"nora@tideline.example"}`, nil)
	next := read[wire.Tokens](t, d.ask("POST", "/api/v1/auth/refresh", `{"refresh_token":"`+ada.Refresh+`"}`, nil))
	d.Clock.Move(2 * time.Minute)
	d.ask("POST", "/api/v1/auth/refresh", `{"refresh_token":"`+ada.Refresh+`"}`, nil) // stolen
	d.ask("POST", "/api/v1/auth/signout", "{}", with(d.nora))
	secrets = append(secrets, next.AccessToken, next.RefreshToken)
	log := d.Log.String()
	if !strings.Contains(log, "sign-in refused") || !strings.Contains(log, "a used refresh token came back") {
		t.Fatal("the log is not the one this test is about:", log)
	}
	for _, secret := range secrets {
		if strings.Contains(log, secret) {
			t.Errorf("the log contains %q", secret)
		}
	}
}

// A client in another language creates an account by an invite, using only the
// API.
func TestAProgramJoinsByInvite(t *testing.T) {
	d := newDoor(t)
	room := d.Do(t, d.nora, wire.CreateRoom.Type, &wire.RoomCreate{Name: "launch", Kind: wire.RoomPrivate}).(*wire.RoomInfo).Room.ID
	token, _ := d.Invite(t, d.nora, wire.InviteCreate{Uses: 2, Room: room})
	join := func(invite, email, secret string) *http.Response {
		body, err := json.Marshal(wire.Join{Invite: invite, Name: "Ada Brandt", Email: email, Password: secret, Device: "Ada's terminal"})
		if err != nil {
			t.Fatal(err)
		}
		return d.ask("POST", "/api/v1/auth/join", string(body), nil)
	}
	for name, c := range map[string]struct {
		answer *http.Response
		status int
		code   wire.Code
	}{
		"no such invite":   {join("made up", authtest.AdaEmail, authtest.AdaPassword), 404, wire.CodeNotFound},
		"no address":       {join(token, "", authtest.AdaPassword), 400, wire.CodeInvalid},
		"a short password": {join(token, authtest.AdaEmail, "short"), 400, wire.CodeInvalid},
		"Nora's address":   {join(token, authtest.NoraEmail, authtest.AdaPassword), 400, wire.CodeInvalid},
	} {
		if e := read[failure](t, c.answer).Error; c.answer.StatusCode != c.status || e.Code != c.code {
			t.Errorf("%s: %d, %+v", name, c.answer.StatusCode, e)
		}
	}
	answer := join(token, authtest.AdaEmail, authtest.AdaPassword)
	if len(cookies(answer)) != 0 {
		t.Error("cookies for a program")
	}
	ada := read[wire.Tokens](t, answer)
	if answer.StatusCode != 200 || ada.AccessToken == "" || ada.RefreshToken == "" || ada.Room != room {
		t.Fatalf("%d, %+v", answer.StatusCode, ada)
	}
	who := read[wire.Whoami](t, d.ask("GET", "/api/v1/auth/whoami", "", func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+ada.AccessToken)
	}))
	if who.State != wire.IdentityOK || who.User == nil || who.User.Name != "Ada Brandt" {
		t.Errorf("%+v", who)
	}
}

func TestAProgramEntersTheRoomOfAnInvite(t *testing.T) {
	d := newDoor(t)
	ada := d.Ada(t, d.nora)
	room := d.Do(t, d.nora, wire.CreateRoom.Type, &wire.RoomCreate{Name: "launch", Kind: wire.RoomPrivate}).(*wire.RoomInfo).Room.ID
	token, _ := d.Invite(t, d.nora, wire.InviteCreate{Uses: 2, Room: room})
	body := `{"invite":"` + token + `"}`
	if answer := d.ask("POST", "/api/v1/auth/enter", body, nil); answer.StatusCode != 401 {
		t.Errorf("nobody: %d", answer.StatusCode)
	}
	got := read[wire.Entered](t, d.ask("POST", "/api/v1/auth/enter", body, func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+ada.Access)
	}))
	if got.Room != room {
		t.Errorf("%+v", got)
	}
	if in := d.Do(t, ada, wire.GetRoom.Type, &wire.RoomRef{Room: room}).(*wire.RoomInfo); !in.Room.Joined {
		t.Error("not in it")
	}
}

func TestAProgramChangesThePasswordItsPersonKnows(t *testing.T) {
	d := newDoor(t)
	member := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+d.nora.Access) }
	ask := func(body string, as func(*http.Request)) *http.Response {
		return d.ask("POST", "/api/v1/auth/password", body, as)
	}
	right := `{"old":"` + authtest.NoraPassword + `","password":"rain on a tin roof","others":true}`
	for name, c := range map[string]struct {
		answer *http.Response
		want   int
	}{
		"nobody":         {ask(right, nil), 401},
		"a wrong one":    {ask(`{"old":"not this one","password":"rain on a tin roof"}`, member), 403},
		"a short one":    {ask(`{"old":"`+authtest.NoraPassword+`","password":"short"}`, member), 400},
		"unknown fields": {ask(`{"old":"x","password":"y","user":"z"}`, member), 400},
	} {
		if c.answer.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, c.answer.StatusCode, c.want)
		}
	}
	if answer := ask(right, member); answer.StatusCode/100 != 2 {
		t.Errorf("%d", answer.StatusCode)
	}
	body := `{"email":"` + authtest.NoraEmail + `","password":"rain on a tin roof"}`
	if answer := d.ask("POST", "/api/v1/auth/token", body, nil); answer.StatusCode != 200 {
		t.Errorf("signing in with the new one: %d", answer.StatusCode)
	}
}

// The matrix for sign-in: each route does what its description says about
// authentication, body and size.
func TestEveryRouteOfSigningInHoldsToItsRow(t *testing.T) {
	d := newDoor(t)
	member := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+d.nora.Access) }
	tried := 0
	for path, item := range httpapi.Describe("1")["paths"].(map[string]any) {
		if !strings.HasPrefix(path, "/auth/") {
			continue
		}
		for method, described := range item.(map[string]any) {
			tried++
			row := described.(map[string]any)
			body, takes := row["requestBody"].(map[string]any)
			open := row["security"] != nil
			ask := func(what, text string, set func(*http.Request), want int) {
				t.Helper()
				if got := d.ask(strings.ToUpper(method), "/api/v1"+path, text, set).StatusCode; got != want {
					t.Errorf("%s %s, %s: %d, want %d", method, path, what, got, want)
				}
			}
			if !takes {
				ask("by nobody", "", nil, http.StatusOK)
				continue
			}
			before := map[bool]int{true: http.StatusBadRequest, false: http.StatusUnauthorized}[open]
			ask("malformed, by nobody", "{", nil, before)
			ask("malformed, by a member", "{", member, http.StatusBadRequest)
			ask("with an unknown field", `{"colour":"red"}`, member, http.StatusBadRequest)
			ask("no JSON", "{}", func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, http.StatusUnsupportedMediaType)
			long := strings.Repeat(" ", int(body["x-bytes"].(int64))+1)
			ask("too long", long, member, http.StatusRequestEntityTooLarge)
		}
	}
	if tried < 6 {
		t.Errorf("only %d routes were tried", tried)
	}
}
