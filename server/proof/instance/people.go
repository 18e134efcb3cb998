package instance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"github.com/confab/confab/shared/wire"
)

// Password is the password of everybody on an instance.
const Password = "correct horse battery staple"

// Person is a person with an account, signed in with a Bearer token.
type Person struct {
	Name  string
	Email string
	Token string // access token, valid for ten minutes
	User  string // id

	server *Server
}

// Setup does the first run: a workspace called Tideline whose owner is Nora
// Vance.
func (s *Server) Setup(ctx context.Context) (*Person, error) {
	form := url.Values{
		"code": {SetupCode}, "workspace": {"Tideline"}, "name": {"Nora Vance"},
		"email": {"nora@tideline.example"}, "password": {Password},
	}
	if err := s.submit(ctx, "/setup", form); err != nil {
		return nil, err
	}
	return s.SignIn(ctx, "Nora Vance", "nora@tideline.example")
}

// Join creates an account for name by an invite of p's.
func (p *Person) Join(ctx context.Context, name string) (*Person, error) {
	var invite wire.InviteInfo
	if err := p.Do(ctx, http.MethodPost, "/invites", wire.InviteCreate{}, &invite); err != nil {
		return nil, err
	}
	return p.server.Accept(ctx, invite.Invite.Path, name)
}

// Accept creates an account for name by the invite at path.
func (s *Server) Accept(ctx context.Context, path, name string) (*Person, error) {
	email := strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@tideline.example"
	form := url.Values{"name": {name}, "email": {email}, "password": {Password}}
	if err := s.submit(ctx, path, form); err != nil {
		return nil, err
	}
	return s.SignIn(ctx, name, email)
}

// submit posts a form of a server-rendered page as a browser would.
func (s *Server) submit(ctx context.Context, path string, form url.Values) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", s.URL)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		page, _ := io.ReadAll(res.Body) // the part that was read is enough for the message
		return fmt.Errorf("instance: POST %s: %s\n%s", path, res.Status, page)
	}
	return nil
}

// SignIn signs a person in as a program would.
func (s *Server) SignIn(ctx context.Context, name, email string) (*Person, error) {
	p := &Person{Name: name, Email: email, server: s}
	var tokens struct {
		Access string `json:"access_token"`
	}
	in := map[string]string{"email": email, "password": Password}
	if err := p.Do(ctx, http.MethodPost, "/auth/token", in, &tokens); err != nil {
		return nil, err
	}
	p.Token = tokens.Access
	var me struct {
		User wire.User `json:"user"`
	}
	if err := p.Do(ctx, http.MethodGet, "/auth/whoami", nil, &me); err != nil {
		return nil, err
	}
	p.User = me.User.ID
	return p, nil
}

// Do executes a command over HTTP. It returns a refusal as a *wire.Error.
func (p *Person) Do(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, p.server.URL+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if p.Token != "" {
		req.Header.Set("Authorization", "Bearer "+p.Token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 400 {
		var failure struct {
			Error *wire.Error `json:"error"`
		}
		if json.Unmarshal(b, &failure) == nil && failure.Error != nil {
			return failure.Error
		}
		return fmt.Errorf("instance: %s %s: %s\n%s", method, path, res.Status, b)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(b, out)
}
