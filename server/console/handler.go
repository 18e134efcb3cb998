package console

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/importer"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// newWorkspace, newPerson, newPassword and newRole are the bodies of requests.
// answer is the body of every answer except import's.
type newPerson struct {
	Name     string    `json:"name"`
	Email    string    `json:"email"`
	Password string    `json:"password"`
	Role     wire.Role `json:"role"`
}

type newWorkspace struct {
	Name  string    `json:"name"`
	Owner newPerson `json:"owner"`
}

type newPassword struct {
	Who      string `json:"who"`
	Password string `json:"password"`
}

type newRole struct {
	Who  string    `json:"who"`
	Role wire.Role `json:"role"`
}

type answer struct {
	Failed   string      `json:"failed,omitempty"`
	Person   *wire.User  `json:"person,omitempty"`
	People   []wire.User `json:"people,omitempty"`
	Password string      `json:"password,omitempty"`
}

func (p newPerson) account() auth.NewAccount {
	return auth.NewAccount{Name: p.Name, Email: p.Email, Password: p.Password, Role: p.Role}
}

// Handler serves the operations on a store; Open's operations call it.
func Handler(st store.Store, accounts *auth.Accounts, log *slog.Logger) http.Handler {
	ops := On(st, accounts)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /import", func(w http.ResponseWriter, r *http.Request) {
		// Progress is sent while the file is still arriving.
		if err := http.NewResponseController(w).EnableFullDuplex(); err != nil {
			log.Error("import cannot be told about", "error", err)
			http.Error(w, "the server cannot tell about an import while it runs, so it was not begun", http.StatusInternalServerError)
			return
		}
		log.Info("import begins", "bytes", r.ContentLength)
		err := importer.Stream(r.Context(), st, r.Body, flusher{w, http.NewResponseController(w)}, max(0, r.ContentLength))
		log.Info("import ended", "error", err)
	})
	mux.HandleFunc("POST /workspace", func(w http.ResponseWriter, r *http.Request) {
		var q newWorkspace
		if !read(w, r, &q) {
			return
		}
		u, err := ops.Init(r.Context(), auth.NewWorkspace{Name: q.Name, Owner: q.Owner.account()})
		if err == nil {
			log.Info("the workspace was set up from the command line", "user", u.ID)
		}
		reply(w, log, answer{Person: &u}, err)
	})
	mux.HandleFunc("POST /people", func(w http.ResponseWriter, r *http.Request) {
		var q newPerson
		if !read(w, r, &q) {
			return
		}
		u, err := ops.AddPerson(r.Context(), q.account())
		reply(w, log, answer{Person: &u}, err)
	})
	mux.HandleFunc("GET /people", func(w http.ResponseWriter, r *http.Request) {
		limit, err := strconv.Atoi(r.FormValue("limit"))
		if err != nil {
			limit = limits.MemberPage
		}
		people, err := ops.People(r.Context(), r.FormValue("query"), r.FormValue("after"), limit)
		reply(w, log, answer{People: people}, err)
	})
	mux.HandleFunc("POST /password", func(w http.ResponseWriter, r *http.Request) {
		var q newPassword
		if !read(w, r, &q) {
			return
		}
		password, err := ops.SetPassword(r.Context(), q.Who, q.Password)
		reply(w, log, answer{Password: password}, err)
	})
	mux.HandleFunc("POST /role", func(w http.ResponseWriter, r *http.Request) {
		var q newRole
		if read(w, r, &q) {
			reply(w, log, answer{}, ops.SetRole(r.Context(), q.Who, q.Role))
		}
	})
	return mux
}

func read(w http.ResponseWriter, r *http.Request, into any) bool {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, limits.HTTPBody))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func reply(w http.ResponseWriter, log *slog.Logger, a answer, err error) {
	if err != nil {
		a = answer{Failed: err.Error()}
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(a); err != nil {
		log.Debug("answer not delivered", "error", err)
	}
}

// flusher sends at once what is written to it.
type flusher struct {
	http.ResponseWriter
	control *http.ResponseController
}

// Write implements io.Writer.
func (f flusher) Write(p []byte) (int, error) {
	n, err := f.ResponseWriter.Write(p)
	if err == nil {
		err = f.control.Flush()
	}
	return n, err
}
