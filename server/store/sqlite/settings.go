package sqlite

type settings struct{ *tx }

func (s settings) Get(key string) (string, error) {
	r, err := s.conn.one(`SELECT value FROM settings WHERE key = ?`, key)
	if err != nil {
		return "", err
	}
	return r.Text(0), nil
}

func (s settings) Set(key, value string) error {
	_, err := s.exec(`INSERT INTO settings (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
