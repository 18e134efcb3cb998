package hub_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// shake does a handshake and returns the status of the answer.
func (st *stage) shake(t *testing.T, change func(*http.Request)) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, st.server.URL+"/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol": wire.Subprotocol,
	} {
		r.Header.Set(k, v)
	}
	change(r)
	transport := &http.Transport{DisableKeepAlives: true}
	if st.pipe != nil {
		transport.DialContext = st.pipe.dial
	}
	res, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
	})
	return res
}

func bearer(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

func cookie(token string, origins ...string) func(*http.Request) {
	return func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "confab_access", Value: token})
		for _, o := range origins {
			r.Header.Add("Origin", o)
		}
	}
}

func TestOrigins(t *testing.T) {
	public, err := url.Parse("https://chat.example.org")
	if err != nil {
		t.Fatal(err)
	}
	for name, public := range map[string]*url.URL{"with a public address": public, "without": nil} {
		t.Run(name, func(t *testing.T) { origins(t, public) })
	}
}

// origins tries all sorts of them. Where there is a public address, the one that
// a request was sent to says nothing.
func origins(t *testing.T, public *url.URL) {
	st := newStage(t, func(_ *stage, o *hub.Options) {
		o.PublicURL, o.AllowedOrigins = public, []string{"https://www.example.com:444", "http://intranet:80/"}
	})
	sentTo, published := 101, 403
	if public != nil {
		sentTo, published = 403, 101
	}
	own := st.server.URL // http://127.0.0.1:PORT
	_, port, err := net.SplitHostPort(strings.TrimPrefix(own, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	sam := token(st.Sam)
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"our own":                         {cookie(sam, own), sentTo},
		"the public one":                  {cookie(sam, "https://chat.example.org"), published},
		"an allowed one":                  {cookie(sam, "https://www.example.com:444"), 101},
		"an allowed one, port left out":   {cookie(sam, "http://intranet"), 101},
		"absent with a bearer":            {bearer(sam), 101},
		"foreign with a bearer":           {func(r *http.Request) { bearer(sam)(r); r.Header.Set("Origin", "https://evil.example") }, 101},
		"absent":                          {cookie(sam), 403},
		"null":                            {cookie(sam, "null"), 403},
		"empty":                           {cookie(sam, ""), 403},
		"foreign":                         {cookie(sam, "https://evil.example"), 403},
		"another scheme":                  {cookie(sam, strings.Replace(own, "http:", "https:", 1)), 403},
		"another port":                    {cookie(sam, "http://127.0.0.1:1"), 403},
		"no port":                         {cookie(sam, "http://127.0.0.1"), 403},
		"the same machine, another name":  {cookie(sam, "http://localhost:"+port), 403},
		"ours as a prefix":                {cookie(sam, own+".evil.example"), 403},
		"ours with more digits":           {cookie(sam, own+"0"), 403},
		"ours as a user name":             {cookie(sam, own+"@evil.example"), 403},
		"ours with a slash":               {cookie(sam, own+"/"), 403},
		"ours as a subdomain":             {cookie(sam, "https://chat.example.org.evil.example"), 403},
		"a subdomain of ours":             {cookie(sam, "https://evil.chat.example.org"), 403},
		"a suffix of ours":                {cookie(sam, "https://evilchat.example.org"), 403},
		"a parent of ours":                {cookie(sam, "https://example.org"), 403},
		"the public one over plain HTTP":  {cookie(sam, "http://chat.example.org"), 403},
		"the allowed one, another port":   {cookie(sam, "https://www.example.com"), 403},
		"upper case":                      {cookie(sam, "HTTPS://CHAT.EXAMPLE.ORG"), 403},
		"two of them":                     {cookie(sam, own, "https://evil.example"), 403},
		"a list":                          {cookie(sam, own+", https://evil.example"), 403},
		"a file":                          {cookie(sam, "file://"), 403},
		"an extension":                    {cookie(sam, "chrome-extension://abcdef"), 403},
		"foreign with bearer and cookie":  {func(r *http.Request) { bearer(sam)(r); cookie(sam, "https://evil.example")(r) }, 403},
		"foreign without any credentials": {func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403},
		"ours, host header of another":    {func(r *http.Request) { cookie(sam, own)(r); r.Host = "evil.example" }, 403},
	} {
		t.Run(name, func(t *testing.T) {
			if got := st.shake(t, c.change).StatusCode; got != c.want {
				t.Errorf("status %d, want %d", got, c.want)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	st := newStage(t)
	ended := st.Sam
	ended.Session = st.SignIn(st.Sam)
	st.MustDo(st.Sam, &wire.SessionEnd{Session: ended.Session}, wire.EndSession.Type)
	stolen := st.Sam
	stolen.ID = st.Nora.ID
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"good":                 {bearer(token(st.Sam)), 101},
		"good in a cookie":     {cookie(token(st.Sam), st.server.URL), 101},
		"missing":              {func(*http.Request) { /* nothing */ }, 403},
		"missing, Origin ours": {func(r *http.Request) { r.Header.Set("Origin", st.server.URL) }, 401},
		"empty":                {bearer(""), 401},
		"nonsense":             {bearer("nonsense"), 401},
		"of an ended session":  {bearer(token(ended)), 401},
		"forged":               {bearer(token(stolen)), 401},
		"another scheme":       {func(r *http.Request) { r.SetBasicAuth("sam", token(st.Sam)) }, 401},
		"in the URL":           {func(r *http.Request) { r.URL.RawQuery = "access_token=" + token(st.Sam) }, 403},
		"as a subprotocol":     {func(r *http.Request) { r.Header.Add("Sec-WebSocket-Protocol", token(st.Sam)) }, 403},
		"nonsense in a cookie": {cookie("nonsense", st.server.URL), 401},
		"no subprotocol":       {func(r *http.Request) { bearer(token(st.Sam))(r); r.Header.Del("Sec-WebSocket-Protocol") }, 400},
		"another subprotocol": {func(r *http.Request) {
			bearer(token(st.Sam))(r)
			r.Header.Set("Sec-WebSocket-Protocol", "confab.v2")
		}, 400},
		"no handshake at all":      {func(r *http.Request) { bearer(token(st.Sam))(r); r.Header.Del("Upgrade") }, 426},
		"an old WebSocket version": {func(r *http.Request) { bearer(token(st.Sam))(r); r.Header.Set("Sec-WebSocket-Version", "8") }, 400},
		"a POST":                   {func(r *http.Request) { bearer(token(st.Sam))(r); r.Method = http.MethodPost }, 405},
	} {
		t.Run(name, func(t *testing.T) {
			if got := st.shake(t, c.change).StatusCode; got != c.want {
				t.Errorf("status %d, want %d", got, c.want)
			}
		})
	}
	eventually(t, "only upgraded connections were counted", func() bool { return st.hub.Stats().Admitted == 2 })
}

func TestAFaultOfTheStoreIsNoSignOut(t *testing.T) {
	st := newStage(t, func(_ *stage, o *hub.Options) {
		o.Authenticate = func(*http.Request) (chat.Actor, error) { return chat.Actor{}, errors.New("disk on fire") }
	})
	res := st.shake(t, bearer(token(st.Sam)))
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("status %s, Retry-After %q", res.Status, res.Header.Get("Retry-After"))
	}
}

// limited turns the limits on.
func limited(_ *stage, o *hub.Options) { o.Loose = false }

func TestAnAddressThatShowsForgeriesWaitsAndNobodyElseThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped, limited)
		for range 20 {
			if got := st.shake(t, bearer("guess")).StatusCode; got != 401 {
				t.Fatalf("status %d, want 401", got)
			}
		}
		res := st.shake(t, bearer("guess"))
		if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") != "3" {
			t.Errorf("status %s, Retry-After %q", res.Status, res.Header.Get("Retry-After"))
		}
		if n := st.hub.Stats().Refused["throttled"]; n != 1 {
			t.Errorf("%d refusals counted", n)
		}
		if got := st.shake(t, bearer(token(st.Sam))).StatusCode; got != http.StatusSwitchingProtocols {
			t.Errorf("Sam, who shares the address, is answered %d", got)
		}
		time.Sleep(3 * time.Second)
		if got := st.shake(t, bearer("guess")).StatusCode; got != 401 {
			t.Errorf("status %d when the time had come, want 401", got)
		}
	})
}

// A page of another site that opens sockets in somebody's tab, and a browser
// that is not signed in, show nothing that could be a guess.
func TestAForeignPageCostsItsVisitorsNetworkNothing(t *testing.T) {
	st := newStage(t, limited)
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"a foreign page":             {func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403},
		"a foreign page, our cookie": {cookie("guess", "https://evil.example"), 403},
		"a page of ours, signed out": {func(r *http.Request) { r.Header.Set("Origin", st.server.URL) }, 401},
	} {
		for range 50 {
			if got := st.shake(t, c.change).StatusCode; got != c.want {
				t.Fatalf("%s: status %d, want %d", name, got, c.want)
			}
		}
	}
	if got := st.shake(t, bearer("guess")).StatusCode; got != 401 {
		t.Errorf("the first guess from there is answered %d, want 401", got)
	}
	if s := st.hub.Stats(); s.Refused["throttled"] != 0 {
		t.Errorf("refused %v", s.Refused)
	}
}

func TestAnOfficeWhoseTokensRanOutIsToldSoAndNotToWait(t *testing.T) {
	ranOut := fmt.Errorf("ran out: %w", errSignedOut)
	st := newStage(t, limited, func(_ *stage, o *hub.Options) {
		o.Authenticate = func(*http.Request) (chat.Actor, error) { return chat.Actor{}, ranOut }
		o.Forged = func(_ *http.Request, err error) bool { return !errors.Is(err, ranOut) }
	})
	for i := range 100 {
		if got := st.shake(t, bearer("of yesterday")).StatusCode; got != http.StatusUnauthorized {
			t.Fatalf("the %d. of them is answered %d, want 401", i+1, got)
		}
	}
}

func TestWhoConnectsWithoutAPauseKeepsNobodyElseOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped, limited)
		in := func(p chattest.Person, n int) (in int) {
			for range n {
				switch got := st.shake(t, bearer(token(p))).StatusCode; got {
				case http.StatusSwitchingProtocols:
					in++
				case http.StatusTooManyRequests:
				default:
					t.Fatalf("%s is answered %d", p.Handle, got)
				}
			}
			return in
		}
		if n := in(st.Sam, 2000); n != limits.RateConnects.Burst {
			t.Errorf("Sam got in %d times at once, want %d", n, limits.RateConnects.Burst)
		}
		for _, p := range []chattest.Person{st.Hana, st.Mara} {
			if n := in(p, 10); n != 10 {
				t.Errorf("%s got in %d times of 10", p.Handle, n)
			}
		}
		time.Sleep(3 * time.Second)
		if n := in(st.Sam, 10); n != 3 {
			t.Errorf("after 3 s Sam gets in %d times, want 3", n)
		}
		if got := st.hub.Stats().Refused; got["person"] != 2000-20+7 || got["busy"] != 0 {
			t.Errorf("refused %v", got)
		}
	})
}

// Three hundred people behind one address, after a power cut: each comes as our
// client does, which waits longer after each failure, and no longer than 20 s.
func TestAnOfficeComesBackAfterAPowerCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped, limited, func(_ *stage, o *hub.Options) {
			o.Authenticate = func(r *http.Request) (chat.Actor, error) {
				return chat.SignedIn(r.Header.Get("Authorization"), ""), nil
			}
		})
		began := time.Now()
		late := make(chan time.Duration, 300)
		for i := range cap(late) {
			go func() {
				for n := 0; ; n++ {
					if st.shake(t, bearer(strconv.Itoa(i))).StatusCode == http.StatusSwitchingProtocols {
						late <- time.Since(began)
						return
					}
					time.Sleep(rand.N(min(limits.BackoffMax, limits.BackoffBase<<n)))
				}
			}()
		}
		for range cap(late) {
			if d := <-late; d > 30*time.Second {
				t.Errorf("somebody was in after %v only", d)
			}
		}
		if got := st.hub.Stats().Refused; got["throttled"] != 0 || got["person"] != 0 {
			t.Errorf("the office is held against itself: %v", got)
		}
	})
}

func TestAPhoneOnATrainGetsInEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped, limited)
		for i := range 20 {
			st.enter(t, st.Sam).drop()
			if n := st.hub.Stats().Refused["person"]; n != 0 {
				t.Fatalf("refused at the %d. time", i+1)
			}
		}
	})
}

// A school has more people behind one address than it may have sockets: one
// more is let in all the same, in the place of that person's own.
func TestWhereAnAddressHasTooManySocketsEverybodyHasOne(t *testing.T) {
	st := newStage(t, limited)
	st.hub.CrowdAddress(netip.MustParsePrefix("127.0.0.1/32"))
	first := st.enter(t, st.Sam)
	mara := st.enter(t, st.Mara)
	second := st.enter(t, st.Sam)
	first.wantBye(wire.CodeTooMany, websocket.StatusPolicyViolation)
	seq := st.Say(st.Hana, st.Main, "all here")
	mara.waitFor(st.Main, seq)
	second.waitFor(st.Main, seq)
}

func TestADrainingHubTakesNobody(t *testing.T) {
	st := newStage(t)
	if err := st.hub.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := st.shake(t, bearer(token(st.Sam))).StatusCode; got != http.StatusServiceUnavailable {
		t.Errorf("status %d, want 503", got)
	}
}
