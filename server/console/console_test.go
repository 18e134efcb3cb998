package console_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/console"
	"github.com/confab/confab/server/importer"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

const history = `{"n":1,"room":"ubuntu","at":"2004-12-25T09:14:00Z","nick":"crimsun","text":"hello"}
{"n":2,"room":"ubuntu","at":"2004-12-25T09:15:00Z","nick":"sam","text":"hello yourself","reply_to":1}
this is not a line
`

// found creates a workspace, as the first run does.
func found(t *testing.T, st store.Store) *auth.Accounts {
	t.Helper()
	rules := chat.New(st, chat.Options{})
	owner := store.User{User: wire.User{ID: id.New(), Handle: "nora", Name: "Nora", Role: wire.RoleOwner}, Email: "nora@example.com"}
	err := st.Update(t.Context(), func(tx store.Tx) error {
		if err := tx.Users().Create(owner); err != nil {
			return err
		}
		return rules.Found(tx, owner, "Acme")
	})
	if err != nil {
		t.Fatal(err)
	}
	return &auth.Accounts{Store: st, Enter: rules.Enter}
}

// shortDir returns a directory whose name is short enough for a socket in it.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "console")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func open(t *testing.T, dir string) console.Operations {
	t.Helper()
	ops, err := console.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ops.Close(); err != nil {
			t.Error(err)
		}
	})
	return ops
}

// tell calls each operation once.
func tell(t *testing.T, ops console.Operations) {
	ctx := t.Context()
	var broken []int
	var done int64
	report, err := ops.Import(ctx, strings.NewReader(history), importer.Options{
		Size: int64(len(history)), Progress: func(n, _ int64) { done = n },
		Errors: func(line int, _ error) { broken = append(broken, line) },
	})
	if err != nil || report.Messages != 2 || report.Rooms != 1 || len(broken) != 1 || broken[0] != 3 || done != int64(len(history)) {
		t.Errorf("import: %+v, broken lines %v, %d bytes done, %v", report, broken, done, err)
	}
	u, err := ops.AddPerson(ctx, auth.NewAccount{Name: "Ada", Email: "ada@example.com", Password: "correct horse battery"})
	if err != nil || u.Handle != "ada" || u.Role != wire.RoleMember {
		t.Errorf("add: %+v, %v", u, err)
	}
	if _, err := ops.AddPerson(ctx, auth.NewAccount{Name: "Ada", Email: "ada@example.com", Password: "correct horse battery"}); err == nil {
		t.Error("the same address was added twice")
	}
	if err := ops.SetRole(ctx, "ada@example.com", wire.RoleAdmin); err != nil {
		t.Errorf("role: %v", err)
	}
	if err := ops.SetRole(ctx, "nobody", wire.RoleAdmin); err == nil {
		t.Error("nobody got a role")
	}
	if password, err := ops.SetPassword(ctx, "ada", ""); err != nil || len(password) < 12 {
		t.Errorf("password %q, %v", password, err)
	}
	people, err := ops.People(ctx, "a", "", 10)
	if err != nil || len(people) != 1 || people[0].ID != u.ID || people[0].Role != wire.RoleAdmin {
		t.Errorf("people: %+v, %v", people, err)
	}
}

func TestWithoutAServer(t *testing.T) {
	dir := shortDir(t)
	st, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found(t, st)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	tell(t, open(t, dir))
}

// begin creates the workspace, once.
func begin(t *testing.T, ops console.Operations) {
	t.Helper()
	owner := auth.NewAccount{Name: "Nora", Email: "nora@example.com", Password: "too short"}
	var problems auth.Problems
	if _, err := ops.Init(t.Context(), auth.NewWorkspace{Name: "Acme", Owner: owner}); err == nil || errors.As(err, &problems) &&
		problems[auth.FieldPassword].IsZero() {
		t.Errorf("a short password: %v", err)
	}
	owner.Password = "correct horse battery"
	u, err := ops.Init(t.Context(), auth.NewWorkspace{Name: "Acme", Owner: owner})
	if err != nil || u.Handle != "nora" || u.Role != wire.RoleOwner {
		t.Errorf("made %+v, %v", u, err)
	}
	owner.Email = "mallory@example.com"
	if _, err := ops.Init(t.Context(), auth.NewWorkspace{Name: "Other", Owner: owner}); err == nil {
		t.Error("a second workspace was made")
	}
	if _, err := ops.AddPerson(t.Context(), auth.NewAccount{Name: "Ada", Email: "ada@example.com",
		Password: "correct horse battery"}); err != nil {
		t.Errorf("nobody can be added: %v", err)
	}
}

func TestAWorkspaceIsMadeWithoutAServer(t *testing.T) { begin(t, open(t, shortDir(t))) }

func TestAWorkspaceIsMadeThroughARunningServer(t *testing.T) {
	dir := shortDir(t)
	begin(t, open(t, serving(t, dir)))
}

// serving runs a server without a workspace on dir.
func serving(t *testing.T, dir string) string {
	t.Helper()
	st, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := console.Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	accounts := &auth.Accounts{Store: st, Enter: chat.New(st, chat.Options{}).Enter}
	server := &http.Server{Handler: console.Handler(st, accounts, slog.New(slog.DiscardHandler))}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		if err := errors.Join(server.Close(), st.Close()); err != nil {
			t.Error(err)
		}
		<-done
	})
	return dir
}

func TestThroughARunningServer(t *testing.T) {
	dir := shortDir(t)
	st, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := console.Open(t.Context(), dir); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a server without a socket: %v, want ErrInUse", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "admin.sock"), nil, 0o600); err != nil { // left behind by a server
		t.Fatal(err)
	}
	l, err := console.Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "admin.sock")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket's mode: %v, %v", info, err)
	}
	server := &http.Server{Handler: console.Handler(st, found(t, st), slog.New(slog.DiscardHandler))}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	tell(t, open(t, dir))
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
}

// endless is an input that ends only with ctx.
type endless struct{ ctx context.Context }

func (e endless) Read(p []byte) (int, error) {
	if e.ctx.Err() != nil {
		return 0, e.ctx.Err()
	}
	return copy(p, strings.Repeat("not a line\n", 100)), nil
}

func TestAnImportThatIsGivenUpEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ops := open(t, shortDir(t))
	n := 0
	_, err := ops.Import(ctx, endless{ctx}, importer.Options{Errors: func(int, error) {
		if n++; n == 2000 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("ended with %v", err)
	}
}

func TestADirectoryTooDeepForASocket(t *testing.T) {
	dir := filepath.Join(shortDir(t), strings.Repeat("deep/", 30))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := console.Listen(dir); !errors.Is(err, console.ErrPath) {
		t.Errorf("got %v, want ErrPath", err)
	}
}
