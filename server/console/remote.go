package console

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/importer"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// remote works through the socket of a running server.
type remote struct{ client *http.Client }

// dial connects to the server that has the data in dir open.
func dial(ctx context.Context, dir string) (Operations, error) {
	path, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	first, err := d.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("%w, which cannot be reached: %w", store.ErrInUse, err)
	}
	if err := first.Close(); err != nil {
		return nil, err
	}
	return &remote{&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return d.DialContext(ctx, "unix", path) },
	}}}, nil
}

// maxSentence is how much of an error is read, in bytes.
const maxSentence = 1 << 10

// base is the host in requests; it is never looked up.
const base = "http://console"

func (r *remote) Import(ctx context.Context, in io.Reader, o importer.Options) (importer.Report, error) {
	// The client would close its body, but in belongs to the caller.
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/import", io.NopCloser(in))
	if err != nil {
		return importer.Report{}, err
	}
	if q.ContentLength = o.Size; o.Size == 0 {
		q.ContentLength = -1
	}
	res, err := r.client.Do(q)
	if err != nil {
		return importer.Report{}, err
	}
	if err := refusal(res); err != nil {
		return importer.Report{}, errors.Join(err, res.Body.Close())
	}
	report, err := importer.Follow(res.Body, o)
	return report, errors.Join(err, res.Body.Close())
}

func (r *remote) Init(ctx context.Context, n auth.NewWorkspace) (wire.User, error) {
	return r.person(ctx, "/workspace", newWorkspace{n.Name, newPerson(n.Owner)})
}

func (r *remote) AddPerson(ctx context.Context, n auth.NewAccount) (wire.User, error) {
	return r.person(ctx, "/people", newPerson(n))
}

// person sends a request that creates or changes a person.
func (r *remote) person(ctx context.Context, path string, body any) (wire.User, error) {
	a, err := r.post(ctx, path, body)
	if err != nil || a.Person == nil {
		return wire.User{}, err
	}
	return *a.Person, nil
}

func (r *remote) People(ctx context.Context, query, after string, limit int) ([]wire.User, error) {
	v := url.Values{"query": {query}, "after": {after}, "limit": {strconv.Itoa(limit)}}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/people?"+v.Encode(), nil)
	if err != nil {
		return nil, err
	}
	a, err := r.do(q)
	return a.People, err
}

func (r *remote) SetPassword(ctx context.Context, who, password string) (string, error) {
	a, err := r.post(ctx, "/password", newPassword{who, password})
	return a.Password, err
}

func (r *remote) SetRole(ctx context.Context, who string, role wire.Role) error {
	_, err := r.post(ctx, "/role", newRole{who, role})
	return err
}

func (r *remote) Close() error {
	r.client.CloseIdleConnections()
	return nil
}

func (r *remote) post(ctx context.Context, path string, body any) (answer, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return answer{}, err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, bytes.NewReader(b))
	if err != nil {
		return answer{}, err
	}
	return r.do(q)
}

func (r *remote) do(q *http.Request) (answer, error) {
	res, err := r.client.Do(q)
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err = refusal(res); err == nil {
		err = json.NewDecoder(res.Body).Decode(&a)
	}
	if err == nil && a.Failed != "" {
		err = errors.New(a.Failed)
	}
	return a, errors.Join(err, res.Body.Close())
}

// refusal returns the error in the server's answer, in its own words if it has
// any; nil if the request succeeded.
func refusal(res *http.Response) error {
	if res.StatusCode == http.StatusOK {
		return nil
	}
	said, err := io.ReadAll(io.LimitReader(res.Body, maxSentence))
	if err != nil {
		return fmt.Errorf("the server answers %s: %w", res.Status, err)
	}
	sentence := strings.TrimSpace(string(said))
	if sentence == "" || strings.Contains(sentence, "\n") {
		return fmt.Errorf("the server answers %s", res.Status)
	}
	return errors.New(sentence)
}
