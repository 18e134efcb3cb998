package ui

import (
	"strconv"
	"time"

	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// How long a toast stays: long enough to read a sentence and reach its button.
const toastLasts = 6 * time.Second

// toast is a short notice over the composer.
type toast struct {
	id     int
	icon   string
	text   string
	action string // label of its button; empty: none
	act    func()
}

// toasts shows the notices. It is there from the start, because a live region
// that appears together with its text is not read out.
type toasts struct {
	app.Compo
	V   *view
	Rev int
}

// Render shows the newest three.
func (t *toasts) Render() app.UI {
	shown := t.V.toasts
	if len(shown) > 3 {
		shown = shown[len(shown)-3:]
	}
	var lines []app.UI
	for _, n := range shown {
		var button app.UI
		if n.action != "" {
			button = el("button.btn|type=button", k("data-toast"), n.id, n.action, on("click", t.act))
		}
		lines = append(lines, el("div.toast", icon(n.icon), el("span", n.text), button))
	}
	return el("div.toasts|role=status|aria-live=polite", lines)
}

func (t *toasts) act(ctx app.Context, _ app.Event) {
	id, err := strconv.Atoi(data(ctx, "toast"))
	if err != nil {
		return
	}
	for _, n := range t.V.toasts {
		if n.id == id && n.act != nil {
			t.V.dropToast(id)
			n.act()
			return
		}
	}
}

// say shows a notice.
func (v *view) say(icon string, notice text.Text) { v.offer(icon, notice, text.Text{}, nil) }

// complain says why something did not work.
func (v *view) complain(err error) { v.notice(toast{icon: "alert", text: words(err)}) }

// offer shows a notice with a button.
func (v *view) offer(icon string, notice, action text.Text, act func()) {
	v.notice(toast{icon: icon, text: said(notice), action: said(action), act: act})
}

func (v *view) notice(n toast) {
	v.toastID++
	n.id = v.toastID
	v.toasts = append(v.toasts, n)
	v.touch(partToasts)
	v.later(toastLasts, func() { v.dropToast(n.id) })
}

func (v *view) dropToast(id int) {
	for i, n := range v.toasts {
		if n.id == id {
			v.toasts = append(v.toasts[:i:i], v.toasts[i+1:]...)
			v.touch(partToasts)
			return
		}
	}
}
