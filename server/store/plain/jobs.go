package plain

import "github.com/confab/confab/server/store"

type jobs Tx

// Jobs is a part of store.Tx.
func (t *Tx) Jobs() store.Jobs { return (*jobs)(t) }

const (
	jobColumns = `key, kind, payload, due, tries, holder, until, error, died`
	insertJob  = `INSERT INTO jobs (` + jobColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT DO NOTHING`
	nextJob = `SELECT ` + jobColumns + ` FROM jobs
		WHERE died = 0
			AND due <= $1
			AND until <= $1`
	firstDue = `
		ORDER BY due, key
		LIMIT 1`
	// claimJob writes nothing if another transaction was quicker: each claim raises
	// tries, and if the job was done and released meanwhile, with the tries that it
	// had before, it has another due.
	claimJob = `UPDATE jobs SET holder = $2, until = $3, tries = tries + 1
		WHERE key = $1 AND tries = $4 AND until = $5 AND due = $6 AND died = 0`
	releaseJob = `UPDATE jobs SET payload = $4, due = $5, error = $6, died = $7, tries = $8, holder = '', until = 0
		WHERE key = $1 AND holder = $2 AND tries = $3`
	listDeadJobs = `SELECT ` + jobColumns + ` FROM jobs
		WHERE died > 0
		ORDER BY died DESC, key
		LIMIT $1`
	kindsOfJobs = `SELECT kind,
			sum(CASE WHEN died = 0 THEN 1 ELSE 0 END),
			sum(CASE WHEN died = 0 AND due <= $1 THEN 1 ELSE 0 END),
			min(CASE WHEN died = 0 AND due <= $1 THEN due ELSE $1 END),
			sum(CASE WHEN died > 0 THEN 1 ELSE 0 END)
		FROM jobs
		GROUP BY kind
		ORDER BY kind`
	forgetDeadJobs = `DELETE FROM jobs WHERE key IN
		(SELECT key FROM jobs WHERE died > 0 AND died < $1 ORDER BY died, key LIMIT $2)`
)

func readJob(r Row) store.Job {
	return store.Job{Key: r.Text(0), Kind: r.Text(1), Payload: r.Text(2), Due: r.Int(3), Tries: int(r.Int(4)),
		Holder: r.Text(5), Until: r.Int(6), Error: r.Text(7), Died: r.Int(8)}
}

func (t *jobs) Create(j store.Job) error {
	return inserted(t.Conn.Exec(insertJob, j.Key, j.Kind, j.Payload, j.Due, j.Tries, j.Holder, j.Until, j.Error, j.Died))
}

func (t *jobs) Next(at int64, of store.JobKinds) (j store.Job, err error) {
	sql, args := nextJob, []any{at}
	if len(of.Only) > 0 {
		args = append(args, of.Only)
		sql += ` AND ` + t.Conn.In("kind", len(args))
	}
	if len(of.Except) > 0 {
		args = append(args, of.Except)
		sql += ` AND NOT (` + t.Conn.In("kind", len(args)) + `)`
	}
	err = t.Conn.One(func(r Row) { j = readJob(r) }, sql+firstDue, args...)
	return j, err
}

func (t *jobs) Claim(j store.Job, holder string, until int64) (store.Job, error) {
	err := found(t.Conn.Exec(claimJob, j.Key, holder, until, j.Tries, j.Until, j.Due))
	j.Holder, j.Until = holder, until
	j.Tries++
	return j, err
}

func (t *jobs) Finish(j store.Job) error {
	return found(t.Conn.Exec(`DELETE FROM jobs WHERE key = $1 AND holder = $2 AND tries = $3`, j.Key, j.Holder, j.Tries))
}

func (t *jobs) Release(j store.Job, tries int) error {
	return found(t.Conn.Exec(releaseJob, j.Key, j.Holder, j.Tries, j.Payload, j.Due, j.Error, j.Died, tries))
}

func (t *jobs) Drop(key string) error {
	_, err := t.Conn.Exec(`DELETE FROM jobs WHERE key = $1`, key)
	return err
}

func (t *jobs) Dead(limit int) (list []store.Job, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, readJob(r)) }, listDeadJobs, limit)
	return list, err
}

func (t *jobs) Forget(at int64, most int) (more bool, err error) {
	n, err := t.Conn.Exec(forgetDeadJobs, at, most)
	return n >= int64(most), err
}

func (t *jobs) Kinds(at int64) (all []store.JobsOfKind, err error) {
	err = t.Conn.Each(func(r Row) {
		all = append(all, store.JobsOfKind{Kind: r.Text(0), Waiting: int(r.Int(1)), Overdue: int(r.Int(2)), Late: at - r.Int(3),
			Dead: int(r.Int(4))})
	}, kindsOfJobs, at)
	return all, err
}
