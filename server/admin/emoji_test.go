package admin_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// uploads sends the form of a new emoji; file "": without a picture.
func (r *reader) uploads(name, file, content string) answer {
	r.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := form.WriteField("name", name)
	if err == nil && file != "" {
		var part io.Writer
		if part, err = form.CreateFormFile("picture", file); err == nil {
			_, err = io.WriteString(part, content)
		}
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		r.t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080/emoji", &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	for _, c := range r.cookies {
		req.AddCookie(c)
	}
	w := httptest.NewRecorder()
	r.h.ServeHTTP(w, req)
	return answer{w.Result(), w.Body.String()}
}

func TestThePageOfEmojiIsForEverybody(t *testing.T) {
	p := newPlace(t)
	sam := p.joins("Sam", wire.RoleMember)
	sam.opens("/emoji").says(t, 200, "There are none yet.", `enctype="multipart/form-data"`)
	p.reader(auth.Grant{}).opens("/emoji").leads(t, "/signin?next=%2Femoji")
	if err := p.Store.Update(t.Context(), func(tx store.Tx) error {
		for _, e := range []store.Emoji{
			{Name: "own", ID: "1", User: sam.grant.User, Picture: strings.Repeat("0a", 32), Aliases: []string{"mine"}},
			{Name: "noras", ID: "2", User: p.nora.grant.User, Picture: strings.Repeat("0b", 32), Still: strings.Repeat("0c", 32)},
		} {
			if err := tx.Emoji().Create(e); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	page := sam.opens("/emoji").says(t, 200, ":own:", ":noras:", `value="mine"`, "Nora Vance", "prefers-reduced-motion",
		`aria-label="Remove own"`)
	if strings.Contains(page.text, "Remove noras") {
		t.Error("a member may remove what an owner made")
	}
	sam.sends("/emoji/remove", "emoji", "noras").says(t, 403)
	sam.sends("/emoji/aliases", "emoji", "noras", "aliases", "hers").says(t, 403)
	sam.sends("/emoji/aliases", "emoji", "own", "aliases", "tada").says(t, 409, "already")
	sam.sends("/emoji/aliases", "emoji", "own", "aliases", ":My_own:, mine2").leads(t, "/emoji?done=aliases")
	sam.opens("/emoji?done=aliases").says(t, 200, `value="my_own mine2"`, "The other names were changed.")
	p.nora.sends("/emoji/remove", "emoji", "own").leads(t, "/emoji?done=unemoji")
	sam.sends("/emoji/remove", "emoji", "own").says(t, 404)
}

func TestAPictureThatCannotBecomeAnEmojiIsExplained(t *testing.T) {
	p := newPlace(t)
	sam := p.joins("Sam", wire.RoleMember)
	sam.uploads("own", "", "").says(t, 422, "Choose a picture first.")
	sam.uploads("own", "own.png", strings.Repeat("x", limits.EmojiPicture+1)).says(t, 422, "at most 256 KB")
	sam.uploads("own", "own.png", strings.Repeat("x", 2*limits.EmojiPicture)).says(t, 422, "at most 256 KB")
	sam.uploads("\u202eown", "own.png", "x").says(t, 422, "small letters")
	sam.uploads("", "\u202e.png", "x").says(t, 422, "small letters")
}
