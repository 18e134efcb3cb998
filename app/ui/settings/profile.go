package settings

import (
	"errors"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The fields of the profile.
const (
	nameField     = "profile-name"
	handleField   = "profile-handle"
	pronounsField = "profile-pronouns"
	titleField    = "profile-title"
	zoneField     = "profile-zone"
	aboutField    = "profile-about"
)

// none is the value of a choice that stands for nothing: an option without a value would have its text for one.
const none = "-"

// profile is what a person tells of themselves.
type profile struct {
	app.Compo
	H   *host.Host
	Rev int

	form kit.DialogState
	read host.Once
	told *wire.Profile // as the server has it; nil: not read yet
}

func (p *profile) load() {
	host.Ask(p.H, wire.GetProfile, &wire.ProfileRef{User: p.H.State.Me().ID}, func(told *wire.Profile, err error) {
		if !p.form.Failed(err) {
			p.told = told
		}
	})
}

// Render draws the form.
func (p *profile) Render() app.UI {
	p.form.H = p.H
	if p.told == nil {
		p.read.When(p.H, p.load)
		return kit.El("div", p.form.FaultLine(), kit.El("p|role=status", kit.K("hidden"), p.form.Fault != "", text.Looking))
	}
	t := p.told
	me := p.H.State.Me()
	return kit.El("form", kit.On("submit", p.save),
		kit.Portrait{H: p.H, ID: "profile-picture", Has: me.Picture != "", Face: kit.Avatar(me, "avatar--2xl", ""),
			Set: p.setPicture}.Draw(),
		p.status(me),
		kit.El("div.fields",
			p.form.Field(kit.Field{ID: nameField, Label: text.Name, Value: t.User.Name, Limit: limits.NameRunes,
				Required: text.NameIsMissing}),
			p.form.Field(kit.Field{ID: pronounsField, Label: text.Pronouns, Value: t.Pronouns, Limit: limits.LineRunes})),
		p.form.Field(kit.Field{ID: handleField, Label: text.Handle, Value: t.User.Handle, Limit: limits.HandleRunes,
			Help: text.HandleHelp, Required: text.HandleIs}),
		p.form.Field(kit.Field{ID: titleField, Label: text.WhatYouDo, Value: t.Title, Limit: limits.LineRunes}),
		kit.El("div.field", kit.El("label", kit.K("for"), zoneField, text.TimeZone),
			kit.El("select.input", kit.K("id"), zoneField, kit.K("aria-describedby"), zoneField+"-help", zones(t.Zone)),
			kit.El("p.field__help", kit.K("id"), zoneField+"-help", text.TimeZoneHelp)),
		kit.El("div.field", kit.El("label", kit.K("for"), aboutField, text.AboutYou),
			kit.TextArea(aboutField, kit.Class("input"), kit.K("rows"), 3, kit.K("dir"), "auto",
				kit.K("maxlength"), limits.AboutRunes, t.About)),
		p.form.FaultLine(),
		kit.El("div.section__foot", kit.SubmitButton(text.Save, "btn--primary", p.form.Busy)))
}

// status says what the person is doing, and has it changed.
func (p *profile) status(me wire.User) app.UI {
	says, change := kit.El("span", text.NoStatus), text.SetStatus
	if me.Emoji != "" {
		says, change = kit.El("span", kit.Mood(p.H, me), kit.El("bdi", me.Status), kit.El("small", kit.Until(me.Until))), text.ChangeStatus
	}
	return kit.El("div.setting", kit.El("div.setting__text", kit.El("strong", text.Status), says),
		kit.El("button.btn|type=button|id=profile-status", kit.On("click", func(platform.Event) { p.H.Verbs.AskStatus() }), change))
}

// setPicture makes a file the person's picture, which everyone sees at once.
func (p *profile) setPicture(file string, done func(error)) {
	q := &wire.ProfileSet{User: p.told.User.ID, Picture: &file}
	host.Ask(p.H, wire.SetProfile, q, func(_ *wire.Profile, err error) { done(err) })
}

// zones are the time zones to choose from: none, that of this device, and all that the browser knows.
func zones(now string) (options []app.UI) {
	had := map[string]bool{"": true}
	add := func(zone string, label any) {
		if !had[zone] {
			had[zone] = true
			options = append(options, kit.El("option", kit.K("value"), zone, kit.K("selected"), zone == now, label))
		}
	}
	options = append(options, kit.El("option", kit.K("value"), none, kit.K("selected"), now == "", text.NotTold))
	device := platform.Zone()
	add(device, text.ZoneOfThisDevice(zoneName(device)))
	add(now, zoneName(now))
	for _, zone := range platform.Zones() {
		add(zone, zoneName(zone))
	}
	return options
}

// zoneName is a time zone as people read it: "America, New York".
func zoneName(zone string) string {
	return strings.ReplaceAll(strings.ReplaceAll(zone, "_", " "), "/", ", ")
}

// changes are the fields that are to be others; ok is false if there are none.
func changes(was *wire.Profile, field func(id string) string) (q *wire.ProfileSet, ok bool) {
	q = &wire.ProfileSet{User: was.User.ID}
	for _, f := range []struct {
		id, was string
		set     **string
	}{
		{nameField, was.User.Name, &q.Name}, {handleField, was.User.Handle, &q.Handle}, {pronounsField, was.Pronouns, &q.Pronouns},
		{titleField, was.Title, &q.Title}, {zoneField, was.Zone, &q.Zone}, {aboutField, was.About, &q.About},
	} {
		now := strings.TrimSpace(field(f.id))
		if f.id == zoneField && now == none {
			now = ""
		}
		if now != f.was {
			*f.set, ok = &now, true
		}
	}
	return q, ok
}

// save sends what has changed, which everyone sees at once.
func (p *profile) save(e platform.Event) {
	e.PreventDefault()
	if p.form.Busy || p.form.Missing() {
		return
	}
	q, changed := changes(p.told, kit.FieldText)
	if !changed {
		p.H.Say("check", text.ProfileSaved)
		return
	}
	p.form.Wait()
	host.Ask(p.H, wire.SetProfile, q, func(told *wire.Profile, err error) {
		var refused *wire.Error
		if errors.As(err, &refused) && refused.Code == wire.CodeConflict {
			p.form.FailedAt(handleField, err)
			return
		}
		if !p.form.Failed(err) {
			p.told = told
			p.H.Say("check", text.ProfileSaved)
		}
	})
}
