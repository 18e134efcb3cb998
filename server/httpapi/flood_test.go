package httpapi

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/refusals"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func TestYesAndNoInAddressesAreRead(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/users?ghosts=", "/rooms/" + s.Main + "/members?real="} {
		for value, want := range map[string]int{"true": 200, "false": 200, "": 400, "1": 400, "TRUE": 400, "true,false": 400} {
			if res, text := s.do(t, "GET", path+value, ""); res.StatusCode != want {
				t.Errorf("%s%s: %d %s", path, value, res.StatusCode, text)
			}
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("logged: %s", s.log)
	}
}

// Every type that a field of an address has today, and those it might get.
func TestACommandWhoseAddressCannotBeReadIsRefusedAtTheStart(t *testing.T) {
	for _, typ := range []reflect.Type{
		reflect.TypeFor[string](), reflect.TypeFor[wire.Role](), reflect.TypeFor[int](), reflect.TypeFor[int64](),
		reflect.TypeFor[bool](), reflect.TypeFor[[]string](),
	} {
		if !readable(typ) {
			t.Errorf("%v cannot be read", typ)
			continue
		}
		text := map[reflect.Kind]string{reflect.Bool: "true", reflect.Int: "7", reflect.Int64: "7"}[typ.Kind()]
		if text == "" {
			text = "words"
		}
		into := reflect.New(typ).Elem()
		if err := (bound{name: "f", typ: typ}).set(into, text); err != nil || into.IsZero() {
			t.Errorf("%v: %v %v", typ, into, err)
		}
	}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[float64](), reflect.TypeFor[uint](), reflect.TypeFor[[]int](), reflect.TypeFor[map[string]string](),
		reflect.TypeFor[struct{}](), reflect.TypeFor[*string](), reflect.TypeFor[any](),
	} {
		if readable(typ) {
			t.Errorf("%v counts as readable", typ)
		}
	}
}

func TestWhatIsMalformedIsNotCheaperThanWhatIsNot(t *testing.T) {
	var counts refusals.Counts
	w := chattest.New(t, func(w *chattest.World, o *chat.Options) { o.Limiter = ratelimit.NewMemory(w.Now) })
	srv := httptest.NewServer(New(Options{Chat: w.Chat, Authenticate: byName, Logger: slog.New(slog.DiscardHandler), Refused: &counts}))
	defer srv.Close()
	s := &server{World: w, Server: srv}
	tries := map[string]func() int{
		"an address nobody can read": func() int {
			res, _ := s.do(t, "GET", "/users?ghosts=perhaps", "")
			return res.StatusCode
		},
		"a body nobody can read": func() int {
			res, _ := s.do(t, "POST", "/rooms/"+s.Main+"/messages", `{"body":`)
			return res.StatusCode
		},
	}
	burst := map[string]int{"an address nobody can read": limits.RateReads.Burst, "a body nobody can read": limits.RateMessages.Burst}
	for name, try := range tries {
		for i := range burst[name] {
			if got := try(); got != http.StatusBadRequest {
				t.Fatalf("%s: the %d. is answered %d", name, i+1, got)
			}
		}
		if got := try(); got != http.StatusTooManyRequests {
			t.Errorf("%s: one beyond the burst is answered %d, want 429", name, got)
		}
	}
	long, _ := s.do(t, "POST", "/rooms", `{"name":"`+strings.Repeat("x", limits.HTTPBody)+`"}`)
	if long.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body that is too long is answered %d", long.StatusCode)
	}
	want := map[string]map[string]int64{"api": {
		"invalid": int64(limits.RateReads.Burst + limits.RateMessages.Burst), "rate": 2, "too_large": 1,
	}}
	if got := counts.All(); !reflect.DeepEqual(got, want) {
		t.Errorf("counted %v, want %v", got, want)
	}
}

func TestAPanicSaidAgainAndAgainIsLoggedOnce(t *testing.T) {
	w := chattest.New(t)
	var log bytes.Buffer
	srv := httptest.NewServer(New(Options{
		Chat: w.Chat, Logger: slog.New(slog.NewTextHandler(&log, nil)),
		Authenticate: func(*http.Request) (chat.Actor, error) { panic("again") },
	}))
	defer srv.Close()
	s := &server{World: w, Server: srv}
	for range 200 {
		if res, _ := s.do(t, "GET", "/rooms", ""); res.StatusCode != 500 {
			t.Fatalf("status %d", res.StatusCode)
		}
	}
	if n := log.Len(); n > 16<<10 || strings.Count(log.String(), "panic in a request") != 1 {
		t.Errorf("%d bytes of log:\n%.2000s", n, log.String())
	}
}
