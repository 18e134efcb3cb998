package people

import (
	"strconv"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// roomsShown is how many of the rooms in common a card names.
const roomsShown = 3

// cardView shows a card.
type cardView struct {
	app.Compo
	H   *host.Host
	Of  *card
	Key string
	Rev int
}

// Draw shows the card.
func (c *card) Draw(at host.Layer) app.UI {
	return &cardView{H: at.H, Of: c, Key: at.Key, Rev: at.Rev + at.H.Rev(host.People, host.Presence, host.List)}
}

// CompoID gives each card its own component.
func (v *cardView) CompoID() string { return v.Key }

// OnMount places the card, and enters it if it was asked for.
func (v *cardView) OnMount(app.Context) {
	v.Of.place()
	if v.Of.held {
		pop := platform.ByID("pcard")
		pop.Focus()
		pop.Query("button").Focus()
	}
}

// OnDismount is told that the card is closed.
func (v *cardView) OnDismount() { v.H.Watching.Show(host.WatchOverlay) }

func (c *card) place() {
	if !c.sheet && c.at.Connected() { // a row that was drawn anew meanwhile is another one
		kit.Below(platform.ByID("pcard"), c.at.Box(), false)
	}
}

// Render draws the card.
func (v *cardView) Render() app.UI {
	c, u := v.Of, v.H.State.User(v.Of.user)
	v.H.Watching.Show(host.WatchOverlay, u.ID)
	told := c.people.told[u.ID]
	if told == nil {
		told = &wire.Profile{}
	}
	body := kit.El("div.pop.pcard|id=pcard|role=dialog|tabindex=-1|aria-labelledby=pcard-name", kit.K("aria-modal"), c.sheet,
		v.top(u, told),
		said("pcard__title", told.Title), said("pcard__about", told.About),
		v.facts(told),
		kit.El("p.field__error|role=alert", kit.K("hidden"), c.fault == "" || told.User.ID != "", c.fault),
		v.foot(u))
	if !c.held {
		return body
	}
	return kit.El("div.scrim.scrim--pop", kit.On("click", v.away), body)
}

func (v *cardView) top(u wire.User, told *wire.Profile) app.UI {
	presence, handle := v.H.State.Presence(u.ID), kit.El("bdi|translate=no", "@"+u.Handle)
	if u.ID == v.H.State.Me().ID {
		presence = wire.Online
	}
	var tag, state, pronouns app.UI
	if name := memberTag(person{User: u}); !name.IsZero() {
		tag = kit.El("span.tag", name)
	}
	if !u.Ghost && !u.Gone {
		state = kit.El("span", text.MembersIn(presence))
	}
	if told.Pronouns != "" {
		pronouns = kit.El("bdi", told.Pronouns)
	}
	return kit.El("div.pcard__top", kit.Avatar(u, "avatar--xl", presence),
		kit.El("div.u-grow",
			kit.El("h2.pcard__name|id=pcard-name|translate=no", kit.El("bdi", u.Name)),
			kit.El("p.pcard__line", handle, pronouns),
			kit.El("p.pcard__line", tag, state)))
}

// said is a line of what a person tells; nothing if they tell nothing.
func said(class, what string) app.UI {
	return kit.El("p|dir=auto", kit.Class(class), kit.K("hidden"), what == "", what)
}

// facts are the time and the rooms in common, as far as they are known.
func (v *cardView) facts(told *wire.Profile) app.UI {
	var list []app.UI
	for _, one := range []app.UI{v.doing(), v.time(told.Zone), v.rooms(told.Rooms)} {
		if one != nil {
			list = append(list, one)
		}
	}
	if len(list) == 0 {
		return kit.None()
	}
	return kit.El("dl.facts", list)
}

// doing is what the person says they are doing.
func (v *cardView) doing() app.UI {
	u := v.H.State.User(v.Of.user)
	if u.Emoji == "" {
		return nil
	}
	return kit.El("div", kit.El("dt", kit.El("span.u-sr", text.Status), kit.El("span.facts__emoji", kit.Emoji(v.H, u.Emoji))),
		kit.El("dd", kit.El("bdi", u.Status), kit.El("small", kit.Until(u.Until))))
}

// time is what a clock shows where the person is.
func (v *cardView) time(zone string) app.UI {
	now := platform.Now()
	shown, ahead, ok := platform.TimeIn(zone, now)
	if !ok {
		return nil
	}
	_, place, _ := strings.Cut(zone, "/")
	if place == "" {
		place = zone
	}
	place = strings.ReplaceAll(place[strings.LastIndexByte(place, '/')+1:], "_", " ")
	sentence := text.LocalTime(shown, place)
	switch {
	case ahead > 0:
		sentence = text.LocalTimeAhead(shown, place, hours(ahead))
	case ahead < 0:
		sentence = text.LocalTimeBehind(shown, place, hours(-ahead))
	}
	return fact("clock", text.LocalTimeLabel, host.Said(sentence))
}

// hours writes a number of minutes: "2", "5:30".
func hours(minutes int) string {
	whole := strconv.Itoa(minutes / 60)
	if rest := minutes % 60; rest > 0 {
		return whole + ":" + strconv.Itoa(rest/10) + strconv.Itoa(rest%10)
	}
	return whole
}

// rooms are those that both are in, as far as they are known here; conversations are not among them.
func (v *cardView) rooms(ids []string) app.UI {
	var links []any
	n := 0
	for _, id := range ids {
		r, in := v.H.State.Room(id)
		if !in || r.Kind == wire.RoomDM {
			continue
		}
		if n++; n <= roomsShown {
			links = append(links, kit.El("a", kit.K("href"), route.To(id, 0), kit.K("data-room"), id, kit.On("click", v.goTo),
				kit.El("bdi|translate=no", host.RoomName(r))))
		}
	}
	if n == 0 || v.Of.user == v.H.State.Me().ID {
		return nil
	}
	if n > roomsShown {
		links = append(links, kit.El("small", text.AndMore(n-roomsShown)))
	}
	return fact("hash", text.RoomsInCommon, links...)
}

func fact(icon string, label text.Text, what ...any) app.UI {
	return kit.El("div", kit.El("dt", kit.El("span.u-sr", label), kit.Icon(icon)), kit.El("dd", what...))
}

func (v *cardView) foot(u wire.User) app.UI {
	switch {
	case u.ID == v.H.State.Me().ID:
		return kit.El("div.pcard__foot", kit.El("button.btn|type=button", kit.On("click", v.edit), text.EditProfile),
			kit.El("button.btn|type=button", kit.On("click", v.status), text.SetStatus))
	case u.Gone:
		return kit.None()
	}
	var talk, mention app.UI
	if !u.Ghost {
		talk = kit.El("button.btn.btn--primary|type=button", kit.On("click", v.talk), text.Message)
	}
	if v.H.Here() != "" {
		mention = kit.IconButton("at", text.Mention, kit.On("click", v.mention))
	}
	return kit.El("div.pcard__foot", talk, mention)
}

func (v *cardView) away(e platform.Event) {
	if kit.Aside(e) {
		v.H.Overlays.Close()
	}
}

func (v *cardView) goTo(e platform.Event) {
	e.PreventDefault()
	e.StopPropagation()
	v.H.Go(route.To(kit.Data(e, "room"), 0))
}

func (v *cardView) talk(platform.Event) { v.Of.people.Talk(v.H.State.User(v.Of.user)) }

func (v *cardView) mention(platform.Event) {
	v.H.Overlays.Close()
	v.H.Verbs.Write("@" + v.H.State.User(v.Of.user).Handle + " ")
}

func (v *cardView) status(platform.Event) {
	v.H.Overlays.Close()
	v.Of.people.Status.Ask()
}

func (v *cardView) edit(platform.Event) { v.H.Go(route.Section(route.Profile)) }
