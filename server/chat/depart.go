package chat

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Depart deletes the account of a person, in the transaction of whoever has checked
// that they want it. Their messages and the files in them stay, without their name:
// they are parts of conversations. So does their handle: nobody else can take it and be
// taken for them where they were mentioned. Everything else goes: name, picture, status, address,
// password, profile, sessions, invites, what they kept for later, began or planned, files
// that they did not send. It returns a *wire.Error for the last owner.
func (s *Service) Depart(tx store.Tx, u store.User) error {
	if err := keepOwner(tx, u); err != nil {
		return err
	}
	now, picture := s.records.now(), wire.File{ID: u.Picture}
	for _, step := range []func() error{
		func() error { return forgetBegun(s.records, tx, u.ID) },
		func() error { return s.records.discardFiles(tx, u.ID) },
		func() error { return s.records.removeFiles(tx, []wire.File{picture}) },
		func() error { return forgetSaved(tx, u.ID) },
		func() error { return tx.Profiles().Put(u.ID, store.Profile{}) },
		func() error { return tx.Invites().RevokeAll(u.ID) },
		func() error { return tx.Codes().RemoveAll(u.ID) },
		func() error { _, err := tx.Sessions().EndAll(u.ID, "", now); return err },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	u.Name, u.Email, u.Password, u.Picture = text.DeletedPerson.String(), "", "", ""
	u.Emoji, u.Status, u.Until, u.Quiet = "", "", 0, 0
	u.Role, u.Ghost, u.Gone = wire.RoleMember, true, true
	return tx.Users().Update(u)
}

// discardFiles removes the files of a person that were not sent.
func (r *records) discardFiles(tx store.Tx, user string) error {
	for after := ""; ; {
		page, err := tx.Files().Of(user, after, limits.PageMax)
		if err != nil {
			return err
		}
		for _, f := range page {
			after = f.CID
			if f.Room != "" {
				continue
			}
			if err := r.removeFiles(tx, []wire.File{f.File}); err != nil {
				return err
			}
		}
		if len(page) < limits.PageMax {
			return nil
		}
	}
}

// forgetSaved removes what a person kept for later.
func forgetSaved(tx store.Tx, user string) error {
	for done := false; ; {
		page, err := tx.SavedMessages().List(user, done, store.SavedMessage{}, limits.PageMax)
		if err == nil && len(page) == 0 && !done {
			done = true
			continue
		}
		if err != nil || len(page) == 0 {
			return err
		}
		for _, m := range page {
			if err := tx.SavedMessages().Remove(m.User, m.Room, m.Seq); err != nil {
				return err
			}
		}
	}
}

// forgetBegun removes a person's drafts, and what they had planned.
func forgetBegun(r *records, tx store.Tx, user string) error {
	drafts, err := tx.Drafts().List(user)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if err := tx.Drafts().Remove(user, d.Room, d.Thread); err != nil {
			return err
		}
	}
	plans, err := tx.Plans().List(user)
	if err != nil {
		return err
	}
	for _, p := range plans {
		if err := dropPlan(r, tx, p); err != nil {
			return err
		}
	}
	return nil
}
