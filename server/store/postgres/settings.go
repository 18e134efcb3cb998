package postgres

type settings struct{ *tx }

func (t settings) Get(key string) (value string, err error) {
	err = t.one(func(r row) { value = r.Text(0) }, `SELECT value FROM settings WHERE key = $1`, key)
	return value, err
}

func (t settings) Set(key, value string) error {
	if err := t.change(); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO settings (key, value) VALUES ($1, $2)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
