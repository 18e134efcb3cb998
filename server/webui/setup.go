package webui

import (
	"errors"
	"net/http"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/shared/text"
)

// setupPage is the form for the workspace and its owner, or first for the code.
type setupPage struct {
	page
	Code      field
	Workspace field
	Name      field
	Email     field
	Password  field
}

// showSetup shows the form to a visitor with the code, and to everybody else
// where to find the code.
func (u *ui) showSetup(w http.ResponseWriter, r *http.Request) {
	var p setupPage
	p.Code.Value = r.URL.Query().Get("code")
	if p.Code.Value == "" {
		_, err := u.auth.Workspace(r.Context())
		if !errors.Is(err, auth.ErrNoWorkspace) {
			u.setupRefused(w, r, p, errOr(err, auth.ErrSetupDone))
			return
		}
		u.renderSetupCode(w, r, http.StatusOK, p)
		return
	}
	if err := u.auth.CheckSetup(r.Context(), p.Code.Value, u.auth.Cookies.ClientOf(r)); err != nil {
		u.setupRefused(w, r, p, err)
		return
	}
	u.renderSetup(w, r, http.StatusOK, p)
}

func errOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func (u *ui) setUp(w http.ResponseWriter, r *http.Request) {
	if !u.pages.readForm(w, r) {
		return
	}
	var p setupPage
	p.Code.Value, p.Workspace.Value = r.PostFormValue("code"), r.PostFormValue("workspace")
	p.Name.Value, p.Email.Value = r.PostFormValue("name"), r.PostFormValue("email")
	g, err := u.auth.Setup(r.Context(), auth.NewWorkspace{
		Code: p.Code.Value, Name: p.Workspace.Value,
		Owner: auth.NewAccount{Name: p.Name.Value, Email: p.Email.Value, Password: r.PostFormValue("password")},
	}, u.auth.Cookies.ClientOf(r))
	if err != nil {
		u.setupRefused(w, r, p, err)
		return
	}
	u.auth.Cookies.SetCookies(w, r, g)
	http.Redirect(w, r, u.addresses.after(r), http.StatusSeeOther)
}

// setupRefused says why there is no setup, or not yet.
func (u *ui) setupRefused(w http.ResponseWriter, r *http.Request, p setupPage, err error) {
	switch {
	case errors.Is(err, auth.ErrSetupDone):
		http.Redirect(w, r, "/signin", http.StatusSeeOther)
		return
	case errors.Is(err, auth.ErrSetupCode):
		p.Code.Error = language.Of(r).Say(text.SetupCodeWrong)
		u.renderSetupCode(w, r, http.StatusUnprocessableEntity, p)
		return
	}
	problems, status, ok := refused(w, r, err)
	switch {
	case !ok:
		u.pages.failed(w, r, err)
	case status == http.StatusTooManyRequests:
		p.Code.Error = problems[auth.FieldPassword]
		u.renderSetupCode(w, r, status, p)
	default:
		p.Workspace.Error, p.Name.Error = problems[auth.FieldWorkspace], problems[auth.FieldName]
		p.Email.Error, p.Password.Error = problems[auth.FieldEmail], problems[auth.FieldPassword]
		u.renderSetup(w, r, status, p)
	}
}

func (u *ui) renderSetup(w http.ResponseWriter, r *http.Request, status int, p setupPage) {
	p.page = u.pages.form(w, r, text.SetUp)
	p.Workspace.ID, p.Workspace.Label, p.Workspace.Type, p.Workspace.Autocomplete, p.Workspace.Auto = "workspace", text.WorkspaceName,
		"text", "organization", true
	p.Name, p.Email, p.Password = nameField(p.Name), emailField(p.Email), newPasswordField(p.Password, text.Password)
	focusFirst(&p.Workspace, &p.Name, &p.Email, &p.Password)
	u.pages.render(w, r, status, "setup.html", p)
}

func (u *ui) renderSetupCode(w http.ResponseWriter, r *http.Request, status int, p setupPage) {
	p.page = u.pages.form(w, r, text.SetUp)
	p.Code.ID, p.Code.Label, p.Code.Type, p.Code.Autocomplete, p.Code.Focus = "code", text.SetupCode, "text", "off", true
	if p.Code.Error != "" {
		p.Code.Value = ""
	}
	u.pages.render(w, r, status, "code.html", p)
}

// The fields of a new account.

func nameField(f field) field {
	f.ID, f.Label, f.Type, f.Autocomplete, f.Auto = "name", text.YourName, "text", "name", true
	return f
}

func emailField(f field) field {
	f.ID, f.Label, f.Type, f.Autocomplete = "email", text.Email, "email", "email"
	return f
}

func newPasswordField(f field, label text.Text) field {
	f.ID, f.Label, f.Type, f.Autocomplete, f.New = "password", label, "password", "new-password", true
	f.Help = text.PasswordHelp
	return f
}
