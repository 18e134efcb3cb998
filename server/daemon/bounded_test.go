package daemon

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/confab/confab/server/httpapi"
)

// A route without a row accepts only a small body; a row sets its own limit.
func TestBodiesAreBoundedByTheirRowsOrSmall(t *testing.T) {
	var failed error
	h := bounded(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, failed = io.ReadAll(r.Body) }))
	for path, long := range map[string]bool{"/signin": true, "/ws": true, "/apiary": true, httpapi.Prefix + "/rooms/r/messages": false} {
		for _, size := range []int{pageBody, pageBody + 1} {
			failed = nil
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, path, strings.NewReader(strings.Repeat("x", size))))
			if refused := failed != nil; refused != (long && size > pageBody) {
				t.Errorf("%s with %d bytes: %v", path, size, failed)
			}
		}
	}
}
