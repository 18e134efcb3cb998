package refusals

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
)

func TestRefusalsAreCountedByReason(t *testing.T) {
	var c Counts
	h := c.Handler("pages", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/late":
			http.Error(w, "later", http.StatusTooManyRequests)
		case "/gone":
			http.NotFound(w, r)
		}
	}))
	for _, path := range []string{"/late", "/", "/gone", "/late"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	}
	c.Add("api", "rate")
	want := map[string]map[string]int64{"pages": {"429": 2, "404": 1}, "api": {"rate": 1}}
	if got := c.All(); !reflect.DeepEqual(got, want) {
		t.Errorf("counted %v, want %v", got, want)
	}
}

func TestWithoutCountsNothingIsCounted(t *testing.T) {
	var c *Counts
	c.Add("api", "rate")
	if got := c.All(); len(got) != 0 {
		t.Errorf("counted %v", got)
	}
}
