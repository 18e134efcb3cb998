package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/confab/confab/shared/wire"
)

// api is the HTTP side of a server.
type api struct{ url string }

// whoami returns the id of the person whom a token belongs to.
func (a api) whoami(ctx context.Context, token string) (string, error) {
	var who wire.Whoami
	if err := a.do(ctx, token, http.MethodGet, "/api/v1/auth/whoami", nil, &who); err != nil {
		return "", err
	}
	if who.State != wire.IdentityOK || who.User == nil {
		return "", fmt.Errorf("%s does not accept it (%s)", a.url, who.State)
	}
	return who.User.ID, nil
}

// command gives a command as the person of a token, and waits as long as the
// server asks for if that may be waited for.
func (a api) command(ctx context.Context, token, method, path string, in, out any) error {
	const patience = 10 * time.Second
	for {
		err := a.do(ctx, token, method, "/api/v1"+path, in, out)
		var later *wire.Error
		if err == nil || !errors.As(err, &later) || later.Code != wire.CodeRate {
			return err
		}
		if wait := time.Duration(later.RetryMS) * time.Millisecond; wait > patience {
			return fmt.Errorf("the server wants a pause of %v: %w", wait.Round(time.Second), later)
		}
		if err := pause(ctx, later); err != nil {
			return err
		}
	}
}

// do makes one request. A refusal is a *wire.Error.
func (a api) do(ctx context.Context, token, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	if in == nil {
		body = nil
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(a.url, "/")+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		if cause := errors.Unwrap(err); cause != nil && ctx.Err() == nil {
			err = cause // without the address once more
		}
		return fmt.Errorf("%s cannot be reached: %w", a.url, err)
	}
	defer res.Body.Close()
	if res.StatusCode >= http.StatusBadRequest {
		var refused struct {
			Error *wire.Error `json:"error"`
		}
		if json.NewDecoder(res.Body).Decode(&refused) == nil && refused.Error != nil {
			return refused.Error
		}
		return fmt.Errorf("%s does not answer like a Confab server (%s)", a.url, res.Status)
	}
	if out == nil || res.StatusCode == http.StatusNoContent {
		return nil
	}
	if err := json.NewDecoder(res.Body).Decode(out); err != nil {
		return fmt.Errorf("%s does not answer like a Confab server (%s)", a.url, res.Status)
	}
	return nil
}

// usage is what all servers use together, as their --admin-listen tells.
func (r Remote) usage() (all Usage, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, url := range r.Admin {
		var vars struct {
			Process *struct {
				CPU time.Duration `json:"cpu_ns"`
				RSS int64         `json:"rss"`
			} `json:"process"`
		}
		if err := (api{url}).do(ctx, "", http.MethodGet, "/debug/vars", nil, &vars); err != nil {
			return all, fmt.Errorf("--admin: %w", err)
		}
		if vars.Process == nil {
			return all, fmt.Errorf("--admin: %s does not tell what its process uses", url)
		}
		all.RSS += vars.Process.RSS
		all.CPU += vars.Process.CPU
	}
	return all, nil
}
