package host

import (
	"context"
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/emoji"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/wire"
)

const (
	tonePref  = "confab.tone"   // the colour of skin that was chosen on this device
	oftenPref = "confab.emoji." // and the person: what they use
)

// Emoji is which emoji there are, and which of them this person uses.
type Emoji struct {
	h       *Host
	set     *emoji.Set
	loading bool
	failed  bool
	then    []func() // are told that there is a set, or that it cannot be had
}

// Set returns the list of all emoji; nil while it is not loaded.
func (e *Emoji) Set() *emoji.Set { return e.set }

// Named returns the emoji of the workspace's own with a name or alias; nil: there is none.
func (e *Emoji) Named(name string) (own *wire.Emoji) {
	e.h.State.See(func(s *state.State) { own = s.Emoji.Named(name) })
	return own
}

// Own is Named for a name between colons. An emoji of Unicode is none.
func (e *Emoji) Own(char string) *wire.Emoji {
	if len(char) < 3 || char[0] != ':' {
		return nil
	}
	return e.Named(char[1 : len(char)-1])
}

// Failed reports whether the list could not be loaded when it was last tried.
func (e *Emoji) Failed() bool { return e.failed }

// Load loads the list unless it is there, and calls then when it has come or cannot be had.
func (e *Emoji) Load(then func()) {
	if e.set != nil {
		return
	}
	e.then = append(e.then, then)
	if e.loading {
		return
	}
	e.loading, e.failed = true, false
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), Patience)
		defer cancel()
		answer, err := platform.FetchFile(ctx, platform.EmojiFile())
		called := ""
		if at := platform.EmojiCalled(); at != "" {
			if words, err := platform.FetchFile(ctx, at); err == nil && words.OK() {
				called = words.Body
			}
		}
		e.h.Post(func() {
			if err == nil && answer.OK() {
				err = e.Take(answer.Body)
			}
			if err == nil && e.set != nil && called != "" {
				err = e.set.Say(called, folded)
			}
			e.loading, e.failed = false, e.set == nil
			if err != nil {
				platform.Report("the list of emoji is not there: " + err.Error())
			}
			told := e.then
			e.then = nil
			for _, then := range told {
				then()
			}
		})
	}()
}

// folded is what is compared of a text.
func folded(s string) string { return fold.Key(platform.Decompose(s)) }

// Take reads the list. It returns emoji.ErrDamaged if it cannot.
func (e *Emoji) Take(file string) error {
	set, err := emoji.Parse(file, folded)
	if err != nil {
		return err
	}
	set.Leave(platform.DrawsEmoji)
	e.set = set
	return nil
}

// Tone is the colour of skin that was chosen on this device, 0 for none.
func (e *Emoji) Tone() int {
	tone, err := strconv.Atoi(platform.Pref(tonePref))
	if err != nil || tone < 0 || tone > emoji.Tones {
		return 0
	}
	return tone
}

// SetTone chooses a colour of skin.
func (e *Emoji) SetTone(tone int) {
	if tone == 0 {
		platform.SetPref(tonePref, "")
		return
	}
	platform.SetPref(tonePref, strconv.Itoa(tone))
}

func (e *Emoji) pref() string { return oftenPref + e.h.State.Me().ID }

// Use counts that the person has used an emoji.
func (e *Emoji) Use(char string) {
	platform.SetPref(e.pref(), parseOften(platform.Pref(e.pref())).with(char).String())
}

// Often are the emoji that the person has used on this device, the most used first.
func (e *Emoji) Often() (chars []string) {
	for _, u := range parseOften(platform.Pref(e.pref())) {
		chars = append(chars, u.char)
	}
	return chars
}

// Forget forgets which emoji the person uses.
func (e *Emoji) Forget() { platform.SetPref(e.pref(), "") }
