package chat

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

var errHandleTaken = wire.Refused(wire.CodeConflict, text.HandleTaken)

// getProfile shows what a person tells of themselves, and the rooms that they share
// with the acting user.
func (s people) getProfile(ctx context.Context, who Actor, q *wire.ProfileRef) (*wire.Profile, error) {
	var answer *wire.Profile
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) (err error) {
		answer, err = profileOf(tx, p.me.ID, q.User)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// profileOf returns the profile of a person as viewer sees it.
func profileOf(tx store.Tx, viewer, user string) (*wire.Profile, error) {
	u, err := loadUser(tx, user)
	if err != nil {
		return nil, err
	}
	told, err := tx.Profiles().Get(user)
	if err != nil {
		return nil, err
	}
	answer := &wire.Profile{
		User: u.User, Pronouns: told.Pronouns, Title: told.Title, Zone: told.Zone, About: told.About, Rooms: []string{},
	}
	if viewer == user {
		q, err := quietOf(told)
		if err != nil {
			return nil, err
		}
		answer.Quiet = &q
	}
	mine, err := tx.Members().Tops(viewer)
	if err != nil {
		return nil, err
	}
	theirs, err := tx.Members().Tops(user)
	if err != nil {
		return nil, err
	}
	in := make(map[string]bool, len(mine))
	for _, place := range mine {
		in[place.ID] = true
	}
	for _, place := range theirs {
		if in[place.ID] {
			answer.Rooms = append(answer.Rooms, place.ID)
		}
	}
	return answer, nil
}

// setProfile changes a profile: the acting user's own, or name and handle of a
// person with a lower role, whose picture and status can be removed too.
func (s people) setProfile(ctx context.Context, who Actor, q *wire.ProfileSet) (*wire.Profile, error) {
	var answer *wire.Profile
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		u, err := loadUser(tx, q.User)
		if err != nil {
			return err
		}
		tells := q.Pronouns != nil || q.Title != nil || q.Zone != nil || q.About != nil || q.Quiet != nil
		shows := q.Picture != nil && *q.Picture != "" || q.Status != nil && *q.Status != wire.Status{}
		switch {
		case u.ID == p.me.ID:
		case !p.may(rights.Profiles) || tells || shows:
			return forbidden(text.OnlyOwnProfile)
		case !rights.Outranks(p.me.Role, u.Role):
			return forbidden(text.BanAdmins)
		}
		told, err := tx.Profiles().Get(u.ID)
		if err != nil {
			return err
		}
		if err := s.reface(tx, u, &told, q); err != nil {
			return err
		}
		if tells {
			for to, from := range map[*string]*string{
				&told.Pronouns: q.Pronouns, &told.Title: q.Title, &told.Zone: q.Zone, &told.About: q.About,
			} {
				if from != nil {
					*to = *from
				}
			}
			if err := tx.Profiles().Put(u.ID, told); err != nil {
				return err
			}
		}
		who.turn.made(0, u.ID)
		answer, err = profileOf(tx, p.me.ID, u.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// reface notes in told when a person does not want to be disturbed, and gives them the name, the handle, the picture and the
// status of q, if it has them.
func (s people) reface(tx store.Tx, u store.User, told *store.Profile, q *wire.ProfileSet) error {
	was := u.User
	if q.Name != nil {
		u.Name = *q.Name
	}
	if q.Handle != nil {
		u.Handle = *q.Handle
	}
	if q.Picture != nil {
		var err error
		if u.Picture, err = s.records.changePicture(tx, u.ID, u.ID, u.Picture, *q.Picture); err != nil {
			return err
		}
	}
	if q.Status != nil {
		if err := s.records.setStatus(tx, &u, *q.Status); err != nil {
			return err
		}
	}
	if q.Quiet != nil {
		if err := s.records.setQuiet(tx, &u, told, *q.Quiet); err != nil {
			return err
		}
	}
	if u.User == was {
		return nil
	}
	err := tx.Users().Update(u)
	if errors.Is(err, store.ErrExists) {
		err = errHandleTaken
	}
	return err
}

// checkHandle refuses what a person cannot be mentioned by, or must not be.
func checkHandle(s string) (string, error) {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "@"))
	if !handle.Allowed(s) {
		return "", invalid(text.HandleIs)
	}
	return s, nil
}

// checkZone refuses what does not have the form of a time zone's name. Whether there
// is one by that name is known to the browsers that show the time there.
func checkZone(s string) (string, error) {
	odd := func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("/_+-", r)
	}
	if len(s) > limits.ZoneBytes || strings.ContainsFunc(s, odd) {
		return "", invalid(text.ZoneIs)
	}
	return s, nil
}

// checkAbout returns what a person writes about themselves as it will be stored: it
// may have several lines.
func checkAbout(s string) (string, error) {
	if len(s) > 4*limits.AboutRunes || utf8.RuneCountInString(s) > limits.AboutRunes {
		return "", wire.Refused(wire.CodeTooLarge, text.FieldTooLong("about"))
	}
	if !utf8.ValidString(s) {
		return "", invalid(text.FieldIsUTF8("about"))
	}
	return strings.TrimSpace(markup.Clean(s)), nil
}
