package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/files/filestest"
	"github.com/confab/confab/server/proof/service"
)

// openBucket opens a part of a server's bucket for a test.
func openBucket(t *testing.T, v *service.Versitygw, endpoint, prefix string) files.Store {
	t.Helper()
	address := fmt.Sprintf("s3://%s/%s?endpoint=%s", v.Bucket, prefix, endpoint)
	s, err := files.Open(t.Context(), address, files.Options{AccessKey: v.AccessKey, SecretKey: v.SecretKey})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestS3(t *testing.T) {
	v := service.StartVersitygw(t)
	var stories atomic.Int64
	filestest.Run(t, func(t *testing.T) files.Store {
		return openBucket(t, v, v.URL(), fmt.Sprintf("story/%d", stories.Add(1)))
	}, 20<<20)
}

func TestStoresInOneBucketDoNotSeeEachOther(t *testing.T) {
	v := service.StartVersitygw(t)
	one, other := openBucket(t, v, v.URL(), "one"), openBucket(t, v, v.URL(), "one-and-more")
	name := filestest.Put(t, one, []byte("in one"))
	if names := filestest.Names(t, other); len(names) != 0 {
		t.Errorf("the other one has %q", names)
	}
	whole := openBucket(t, v, v.URL(), "")
	if names := filestest.Names(t, whole); len(names) != 0 {
		t.Errorf("what is deeper is taken for a blob: %q", names)
	}
	filestest.Put(t, whole, []byte("in none"))
	if names := filestest.Names(t, one); !slices.Equal(names, []string{name}) {
		t.Errorf("one has %q", names)
	}
}

func TestABucketThatIsNotThereOrDoesNotOpenIsSaid(t *testing.T) {
	v := service.StartVersitygw(t)
	at := "?endpoint=" + v.URL()
	for what, c := range map[string]struct {
		address, secret, want string
	}{
		"no such bucket": {"s3://missing" + at, v.SecretKey, "has no bucket missing"},
		"a wrong secret": {"s3://" + v.Bucket + at, "wrong", "signature"},
		"no secret":      {"s3://" + v.Bucket + at, "", "access key and a secret key"},
	} {
		_, err := files.Open(t.Context(), c.address, files.Options{AccessKey: v.AccessKey, SecretKey: c.secret})
		if err == nil || errors.Is(err, files.ErrUnavailable) || c.secret != "wrong" && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	t.Setenv("AWS_ACCESS_KEY_ID", v.AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", v.SecretKey)
	s, err := files.Open(t.Context(), "s3://"+v.Bucket+at, files.Options{})
	if err != nil {
		t.Fatalf("with the environment's keys: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestAStorageThatCannotBeReachedIsOneThatMayComeBack(t *testing.T) {
	v := service.StartVersitygw(t)
	s := openBucket(t, v, v.URL(), "")
	content := []byte("before it went")
	name := filestest.Put(t, s, content)
	v.Kill()
	_, open := s.Open(t.Context(), name, 0, -1)
	for what, err := range map[string]error{
		"Put":    s.Put(t.Context(), name, int64(len(content)), bytes.NewReader(content)),
		"Open":   open,
		"Delete": s.Delete(t.Context(), name),
		"Walk":   s.Walk(t.Context(), func(files.Blob) error { return nil }),
	} {
		if !errors.Is(err, files.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", what, err)
		}
	}
	v.Start()
	if got := filestest.Read(t, s, name, 0, -1); !bytes.Equal(got, content) {
		t.Errorf("read %q", got)
	}
	v.Pause()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := s.Put(ctx, name, int64(len(content)), bytes.NewReader(content)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Put to one that does not answer: %v", err)
	}
	v.Resume()
	filestest.Put(t, s, content)
}

// between is a proxy before a server that does something to the requests it is told to.
func between(t *testing.T, v *service.Versitygw, handle func(next http.Handler, w http.ResponseWriter, r *http.Request)) string {
	t.Helper()
	to, err := url.Parse(v.URL())
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host // which is signed
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handle(proxy, w, r) }))
	t.Cleanup(server.Close)
	return server.URL
}

func TestABlobWhoseAnswerWasLostIsPutAgain(t *testing.T) {
	v := service.StartVersitygw(t)
	var puts atomic.Int64
	s := openBucket(t, v, between(t, v, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut && puts.Add(1) == 1 {
			next.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler) // it is there, and nobody is told
		}
		next.ServeHTTP(w, r)
	}), "")
	content := bytes.Repeat([]byte("again "), 20_000)
	name, size := filestest.Name(content), int64(len(content))
	if err := s.Put(t.Context(), name, size, bytes.NewReader(content)); err != nil {
		t.Errorf("what can be read again: %v", err)
	}
	if puts.Load() != 2 {
		t.Errorf("it was put %d times", puts.Load())
	}
	puts.Store(0)
	stream := io.MultiReader(bytes.NewReader(content))
	if err := s.Put(t.Context(), name, size, stream); !errors.Is(err, files.ErrUnavailable) {
		t.Errorf("what cannot be read again: %v, want ErrUnavailable", err)
	}
	if got := filestest.Read(t, s, name, 0, -1); !bytes.Equal(got, content) {
		t.Errorf("read %d bytes", len(got))
	}
}

func TestWhatAStorageSaysIsToldApart(t *testing.T) {
	v := service.StartVersitygw(t)
	var status atomic.Int64
	var code atomic.Value
	s := openBucket(t, v, between(t, v, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if status.Load() == 0 {
			next.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(int(status.Load()))
		fmt.Fprintf(w, "<?xml version='1.0'?><Error><Code>%s</Code><Message>so it is</Message></Error>", code.Load())
	}), "")
	name := filestest.Put(t, s, []byte("x"))
	for said, want := range map[string]error{
		"507 XMinioStorageFull": files.ErrFull, "403 QuotaExceeded": files.ErrFull, "507 Unheard": files.ErrFull,
		"503 ServiceUnavailable": files.ErrUnavailable, "500 InternalError": files.ErrUnavailable,
		"400 XAmzContentSHA256Mismatch": files.ErrContent,
	} {
		var number int64
		var text string
		if _, err := fmt.Sscan(said, &number, &text); err != nil {
			t.Fatal(err)
		}
		code.Store(text)
		status.Store(number)
		if err := s.Put(t.Context(), name, 1, strings.NewReader("x")); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", said, err, want)
		}
	}
	code.Store("AccessDenied")
	status.Store(http.StatusForbidden)
	err := s.Delete(t.Context(), name)
	for _, wrong := range []error{nil, files.ErrUnavailable, files.ErrFull, files.ErrNotFound} {
		if errors.Is(err, wrong) {
			t.Errorf("access denied: %v", err)
		}
	}
}

func TestAStorageThatChangesABlobOnItsWayIsFound(t *testing.T) {
	v := service.StartVersitygw(t)
	s := openBucket(t, v, between(t, v, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader("X"), io.LimitReader(skipped(r.Body), r.ContentLength-1)))
		}
		next.ServeHTTP(w, r)
	}), "")
	name := filestest.Name([]byte("as it was"))
	if err := s.Put(t.Context(), name, 9, strings.NewReader("as it was")); !errors.Is(err, files.ErrContent) {
		t.Errorf("%v, want ErrContent", err)
	}
	if names := filestest.Names(t, s); len(names) != 0 {
		t.Errorf("there are %q", names)
	}
}

// skipped is all but the first byte.
func skipped(r io.Reader) io.Reader {
	_, _ = io.ReadFull(r, make([]byte, 1)) // what is missing is missing at the end, too
	return r
}
