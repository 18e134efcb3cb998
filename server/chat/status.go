package chat

import (
	"errors"
	"reflect"

	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// StatusJob is the name of the kind of jobs that remove what people were doing, once it is over. The payload is the
// person's id.
const StatusJob = "status"

// isStatus is the form of a status. Whether there is an emoji of that name, and whether it is over already, is seen
// when it is set.
func isStatus(_ string, v reflect.Value) error {
	s := v.Addr().Interface().(*wire.Status)
	if s.Emoji != "" {
		if err := checkEmoji(s.Emoji); err != nil {
			return err
		}
	}
	said, err := checkLine("text", s.Text, limits.StatusRunes)
	s.Text = said
	return err
}

// setStatus gives u a status, and has it removed at its time.
func (r *records) setStatus(tx store.Tx, u *store.User, s wire.Status) error {
	now := r.now()
	switch {
	case s.Until < 0, s.Until > 0 && s.Until <= now:
		return invalid(text.WhenIsOver)
	case s.Until > now+limits.LaterMost.Milliseconds():
		return invalid(text.WhenTooFar(int(limits.LaterMost.Hours() / 24)))
	case s.Emoji == "" && s.Text == "":
		s.Until = 0
	}
	if s.Emoji != "" && s.Emoji != u.Emoji {
		if err := isThere(tx, s.Emoji); err != nil {
			return err
		}
	}
	u.Emoji, u.Status, u.Until = s.Emoji, s.Text, s.Until
	key := StatusJob + "/" + u.ID
	if err := tx.Jobs().Drop(key); err != nil || s.Until == 0 {
		return err
	}
	return tx.Jobs().Create(store.Job{Key: key, Kind: StatusJob, Payload: u.ID, Due: s.Until})
}

// Statuses returns the kind of jobs that remove what people were doing, once it is over.
func (s *Service) Statuses() jobs.Kind {
	return jobs.Kind{Name: StatusJob, Lasts: laterLasts, Write: func(tx store.Tx, j store.Job) error {
		u, err := tx.Users().ByID(j.Payload)
		if errors.Is(err, store.ErrNotFound) || err == nil && (u.Until == 0 || u.Until > s.records.now()) {
			return nil
		}
		if err != nil {
			return err
		}
		u.Emoji, u.Status, u.Until = "", "", 0
		return tx.Users().Update(u)
	}}
}
