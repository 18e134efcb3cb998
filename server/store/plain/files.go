package plain

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

type files Tx

// Files is a part of store.Tx.
func (t *Tx) Files() store.Files { return (*files)(t) }

const (
	fileColumns = `id, person, cid, info, bytes, received, sum, done, room, seq, created, expires`
	insertFile  = `INSERT INTO files (` + fileColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT DO NOTHING`
	selectFile = `SELECT ` + fileColumns + ` FROM files f WHERE `
	updateFile = `UPDATE files SET info = $2, received = $3, sum = $4, done = $5, room = $6, seq = $7, expires = $8
		WHERE id = $1`
	expiredFiles = `SELECT id FROM files
		WHERE room = ''
			AND expires < $1
		ORDER BY expires, id
		LIMIT $2`
	countFiles = `INSERT INTO file_usage AS u (person, bytes)
		VALUES ($1, $2)
		ON CONFLICT (person) DO UPDATE SET bytes = u.bytes + excluded.bytes`
	selectBlob = `SELECT file, role, place, name, size, type FROM file_blobs WHERE file = $1 AND role = $2`
	useBlob    = `INSERT INTO file_blobs (file, role, place, name, size, type)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (file, role, place) DO UPDATE SET name = excluded.name, size = excluded.size, type = excluded.type`
)

// everybody is the person under whom the files of all people are counted.
const everybody = ""

func readFile(r Row) (store.File, error) {
	f := store.File{User: r.Text(1), CID: r.Text(2), Bytes: r.Int(4), Received: r.Int(5), Sum: r.Bytes(6), Done: r.Bool(7),
		Room: r.Text(8), Seq: r.Int(9), Created: r.Int(10), Expires: r.Int(11)}
	err := wire.Unmarshal([]byte(r.Text(3)), &f.File)
	f.ID = r.Text(0)
	return f, err
}

// info is what is told of a file, without its id, as JSON.
func info(f wire.File) string {
	f.ID = ""
	return string(wire.Marshal(&f))
}

func (t *files) Create(f store.File) error {
	err := inserted(t.Conn.Exec(insertFile, f.ID, f.User, f.CID, info(f.File), f.Bytes, f.Received, sumOf(f), f.Done,
		f.Room, f.Seq, f.Created, f.Expires))
	if err != nil {
		return err
	}
	return t.count(f.User, f.Bytes)
}

// sumOf is f.Sum, which is never NULL.
func sumOf(f store.File) []byte { return append([]byte{}, f.Sum...) }

// count adds bytes to those of a person, and to everybody's, always in this order.
func (t *files) count(user string, bytes int64) error {
	for _, person := range []string{everybody, user} {
		if _, err := t.Conn.Exec(countFiles, person, bytes); err != nil {
			return err
		}
	}
	return nil
}

func (t *files) ByID(id string) (store.File, error) { return t.one(`f.id = $1`, id) }

func (t *files) ByCID(user, cid string) (store.File, error) {
	return t.one(`f.person = $1 AND f.cid = $2`, user, cid)
}

func (t *files) one(where string, args ...any) (f store.File, err error) {
	var bad error
	err = t.Conn.One(func(r Row) { f, bad = readFile(r) }, selectFile+where+t.Conn.ForUpdate("f"), args...)
	if err == nil {
		err = bad
	}
	return f, err
}

func (t *files) Among(user string, ids []string) ([]store.File, error) {
	return t.list(`f.person = $1 AND `+t.Conn.In("f.id", 2)+` ORDER BY f.id`+t.Conn.ForUpdate("f"), user, ids)
}

func (t *files) Of(user, after string, limit int) ([]store.File, error) {
	return t.list(`f.person = $1 AND f.cid > $2 ORDER BY f.cid LIMIT $3`, user, after, limit)
}

func (t *files) list(where string, args ...any) (list []store.File, err error) {
	var bad error
	err = t.Conn.Each(func(r Row) {
		f, err := readFile(r)
		if err != nil {
			bad = err
		}
		list = append(list, f)
	}, selectFile+where, args...)
	if err == nil {
		err = bad
	}
	return list, err
}

func (t *files) Put(f store.File) error {
	return found(t.Conn.Exec(updateFile, f.ID, info(f.File), f.Received, sumOf(f), f.Done, f.Room, f.Seq, f.Expires))
}

func (t *files) Attach(ids []string, room string, seq int64) error {
	_, err := t.Conn.Exec(`UPDATE files SET room = $2, seq = $3 WHERE `+t.Conn.In("id", 1), ids, room, seq)
	return err
}

func (t *files) Remove(id string) ([]string, error) {
	f, err := t.ByID(id)
	if err != nil {
		return nil, err
	}
	names, err := t.names(`SELECT DISTINCT name FROM file_blobs WHERE file = $1 ORDER BY name`, id)
	if err != nil {
		return nil, err
	}
	if _, err := t.Conn.Exec(`DELETE FROM file_blobs WHERE file = $1`, id); err != nil {
		return nil, err
	}
	if _, err := t.Conn.Exec(`DELETE FROM files WHERE id = $1`, id); err != nil {
		return nil, err
	}
	return names, t.count(f.User, -f.Bytes)
}

// names are the texts of the first column.
func (t *files) names(sql string, args ...any) (list []string, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, r.Text(0)) }, sql, args...)
	return list, err
}

func (t *files) Expired(at int64, limit int) ([]string, error) {
	return t.names(expiredFiles, at, limit)
}

func (t *files) Use(b store.FileBlob) (before string, err error) {
	if err := t.Conn.Lock("blob/" + b.Name); err != nil {
		return "", err
	}
	doomed, err := t.names(`SELECT name FROM doomed_blobs WHERE name = $1`, b.Name)
	if err != nil {
		return "", err
	}
	if len(doomed) > 0 {
		return "", store.ErrExists
	}
	old, err := t.names(`SELECT name FROM file_blobs WHERE file = $1 AND role = $2 AND place = $3`, b.File, b.Role, b.Place)
	if err != nil {
		return "", err
	}
	if len(old) > 0 && old[0] != b.Name {
		before = old[0]
	}
	_, err = t.Conn.Exec(useBlob, b.File, b.Role, b.Place, b.Name, b.Size, b.Type)
	return before, err
}

func readBlob(r Row) store.FileBlob {
	return store.FileBlob{File: r.Text(0), Role: r.Text(1), Place: r.Int(2), Name: r.Text(3), Size: r.Int(4), Type: r.Text(5)}
}

func (t *files) Blob(file, role string, place int64) (b store.FileBlob, err error) {
	err = t.Conn.One(func(r Row) { b = readBlob(r) }, selectBlob+` AND place = $3`, file, role, place)
	return b, err
}

func (t *files) Blobs(file, role string) (list []store.FileBlob, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, readBlob(r)) }, selectBlob+` ORDER BY place`, file, role)
	return list, err
}

func (t *files) Drop(file, role string) ([]string, error) {
	names, err := t.names(`SELECT DISTINCT name FROM file_blobs WHERE file = $1 AND role = $2 ORDER BY name`, file, role)
	if err != nil {
		return nil, err
	}
	_, err = t.Conn.Exec(`DELETE FROM file_blobs WHERE file = $1 AND role = $2`, file, role)
	return names, err
}

func (t *files) Used(blobs []string) ([]string, error) {
	return t.names(`SELECT DISTINCT name FROM file_blobs WHERE `+t.Conn.In("name", 1), blobs)
}

func (t *files) Doom(blob string) (bool, error) {
	if err := t.Conn.Lock("blob/" + blob); err != nil {
		return false, err
	}
	used, err := t.names(`SELECT name FROM file_blobs WHERE name = $1 LIMIT 1`, blob)
	if err != nil || len(used) > 0 {
		return false, err
	}
	_, err = t.Conn.Exec(`INSERT INTO doomed_blobs (name) VALUES ($1) ON CONFLICT DO NOTHING`, blob)
	return err == nil, err
}

func (t *files) Gone(blob string) error {
	_, err := t.Conn.Exec(`DELETE FROM doomed_blobs WHERE name = $1`, blob)
	return err
}

func (t *files) Counted(user string) (own, all int64, err error) {
	err = t.Conn.Each(func(r Row) {
		if r.Text(0) == everybody {
			all = r.Int(1)
		} else {
			own = r.Int(1)
		}
	}, `SELECT person, bytes FROM file_usage WHERE person = $1 OR person = $2`, user, everybody)
	return own, all, err
}
