package chat

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// export returns everything of the acting user's in one archive. It is written while
// it is sent, a page at a time: each page is read with the rights of that moment, so
// that somebody who is banned or leaves a room in the middle gets nothing more of it.
//
// It asks for no password: whoever has the session can read all of it one by one.
func (s files) export(_ context.Context, who Actor, _ *wire.AccountExport) (Content, error) {
	return Content{Type: "application/zip", Name: "confab.zip", Write: func(ctx context.Context, to io.Writer) error {
		a := archive{files: s, who: who, out: to, zip: zip.NewWriter(to)}
		for _, part := range []func(context.Context) error{a.readme, a.profile, a.messages, a.uploads} {
			if err := part(ctx); err != nil {
				return err
			}
		}
		return a.zip.Close()
	}}, nil
}

// archive is an archive that is being written.
type archive struct {
	files files
	who   Actor
	out   io.Writer
	zip   *zip.Writer
}

// view reads the store for the person whose archive it is.
func (a *archive) view(ctx context.Context, do func(tx store.Tx, p standing) error) error {
	return a.files.records.view(store.For(ctx, a.who.User), a.who, do)
}

// entry begins a file of the archive. method is zip.Store or zip.Deflate.
func (a *archive) entry(name string, method uint16, at int64) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.UnixMilli(at).UTC()})
}

func (a *archive) readme(ctx context.Context) error {
	place := ""
	err := a.view(ctx, func(tx store.Tx, _ standing) (err error) {
		if place, err = tx.Settings().Get(store.SettingWorkspace); errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return err
	})
	if err != nil {
		return err
	}
	w, err := a.entry("README.txt", zip.Deflate, a.files.records.now())
	if err != nil {
		return err
	}
	for _, line := range []text.Text{text.ExportReadme(place), text.ExportProfile, text.ExportMessages, text.ExportFiles, text.ExportNot} {
		if _, err := io.WriteString(w, line.String()+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// exportedProfile is what profile.json has.
type exportedProfile struct {
	ID       string    `json:"id"`
	Handle   string    `json:"handle"`
	Name     string    `json:"name"`
	Email    string    `json:"email"`
	Role     wire.Role `json:"role"`
	Joined   string    `json:"joined"`
	Pronouns string    `json:"pronouns,omitempty"`
	Title    string    `json:"title,omitempty"`
	Zone     string    `json:"zone,omitempty"`
	About    string    `json:"about,omitempty"`
	Picture  string    `json:"picture,omitempty"` // its name in the archive
}

func (a *archive) profile(ctx context.Context) error {
	var mine exportedProfile
	err := a.view(ctx, func(tx store.Tx, p standing) error {
		told, err := tx.Profiles().Get(p.me.ID)
		mine = exportedProfile{p.me.ID, p.me.Handle, p.me.Name, p.me.Email, p.me.Role, timeOf(p.me.Created),
			told.Pronouns, told.Title, told.Zone, told.About, ""}
		if err == nil && p.me.Picture != "" {
			var f store.File
			f, err = tx.Files().ByID(p.me.Picture)
			mine.Picture = entryName(f.File)
		}
		return err
	})
	if err != nil {
		return err
	}
	w, err := a.entry("profile.json", zip.Deflate, a.files.records.now())
	if err != nil {
		return err
	}
	lines := json.NewEncoder(w)
	lines.SetIndent("", "  ")
	return lines.Encode(mine)
}

// exportedMessage is a line of messages.jsonl.
type exportedMessage struct {
	Room     string   `json:"room"` // its name; of a conversation the other person's
	RoomID   string   `json:"room_id"`
	Seq      int64    `json:"seq"`
	At       string   `json:"at"`
	EditedAt string   `json:"edited_at,omitempty"`
	ReplyTo  int64    `json:"reply_to,omitempty"`
	Thread   int64    `json:"thread,omitempty"` // the seq of the message under which it is a reply
	Body     string   `json:"body"`
	Files    []string `json:"files,omitempty"` // their names in the archive
}

func (a *archive) messages(ctx context.Context) error {
	w, err := a.entry("messages.jsonl", zip.Deflate, a.files.records.now())
	if err != nil {
		return err
	}
	var rooms []string
	err = a.view(ctx, func(tx store.Tx, p standing) error {
		places, err := tx.Members().Tops(p.me.ID)
		for _, place := range places {
			rooms = append(rooms, place.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	lines := json.NewEncoder(w)
	for _, room := range rooms {
		for after := int64(0); after >= 0; {
			var page []exportedMessage
			if page, after, err = a.page(ctx, room, after); err != nil {
				return err
			}
			for _, m := range page {
				if err := lines.Encode(m); err != nil {
					return err
				}
			}
			if _, err := a.out.Write(nil); err != nil { // there may be nothing to send for a while
				return err
			}
		}
	}
	return nil
}

// page returns the person's messages among the next ones of a room, and the seq after
// which to go on; -1: there are no more, or the person is not in the room any more.
func (a *archive) page(ctx context.Context, room string, after int64) (page []exportedMessage, next int64, err error) {
	err = a.view(ctx, func(tx store.Tx, p standing) error {
		page, next = nil, -1
		in, err := viewRoom(tx, p.me.ID, room)
		if errors.Is(err, errRoomGone) || err == nil && !in.Joined {
			return nil
		}
		if err != nil {
			return err
		}
		name := in.Name
		if in.Kind == wire.RoomDM {
			name = rowhtml.RoomName(nil, &in)
		}
		// The log has the replies that only their threads show, too.
		found, err := tx.Events().After(room, max(after, in.Since-1), limits.PageMax)
		if err != nil {
			return err
		}
		for i := range found {
			if found[i].Author != p.me.ID || found[i].Kind != wire.KindMessage {
				continue
			}
			e, err := tx.Events().Get(room, found[i].Seq)
			if err != nil {
				return err
			}
			if e.State == nil || !e.State.Deleted {
				page = append(page, exported(&e, name))
			}
		}
		if len(found) == limits.PageMax {
			next = found[len(found)-1].Seq
		}
		return nil
	})
	return page, next, err
}

func exported(e *wire.Event, room string) exportedMessage {
	m := exportedMessage{Room: room, RoomID: e.Room, Seq: e.Seq, At: timeOf(e.At), ReplyTo: e.ReplyTo, Thread: e.Thread, Body: e.Body}
	if e.State != nil && e.State.EditedAt > 0 {
		m.EditedAt = timeOf(e.State.EditedAt)
	}
	for _, f := range e.Files {
		m.Files = append(m.Files, entryName(f))
	}
	return m
}

// timeOf writes a time, given in UTC milliseconds.
func timeOf(at int64) string { return time.UnixMilli(at).UTC().Format(time.RFC3339) }

// entryName is the name of a file in the archive: unique, and without a path.
func entryName(f wire.File) string { return "files/" + f.ID + "-" + f.Name }

// uploads writes the files that the person uploaded and may see.
func (a *archive) uploads(ctx context.Context) error {
	if a.files.space.Blobs == nil {
		return nil
	}
	for after, more := "", true; more; {
		var page []store.File
		err := a.view(ctx, func(tx store.Tx, p standing) (err error) {
			page, err = tx.Files().Of(p.me.ID, after, limits.PageMax)
			return err
		})
		if err != nil {
			return err
		}
		for _, f := range page {
			if err := a.upload(ctx, f.ID); err != nil {
				return err
			}
			after = f.CID
		}
		more = len(page) == limits.PageMax
	}
	return nil
}

// upload writes one file, if the person may see it.
func (a *archive) upload(ctx context.Context, id string) error {
	var f store.File
	var b store.FileBlob
	err := a.view(ctx, func(tx store.Tx, _ standing) (err error) {
		if f, err = visible(tx, a.who, id); err == nil {
			b, err = tx.Files().Blob(id, store.RoleWhole, 0)
		}
		return err
	})
	if errors.Is(err, errNoFile) {
		return nil
	}
	if err != nil {
		return err
	}
	content, err := a.files.space.Blobs.Open(ctx, b.Name, 0, b.Size)
	if err != nil {
		return err
	}
	defer content.Close() // nothing was written to it, so an error does not matter
	w, err := a.entry(entryName(f.File), zip.Store, f.Created)
	if err == nil {
		_, err = io.Copy(w, content)
	}
	return err
}
