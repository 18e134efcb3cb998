package plain

const putSections = `INSERT INTO sidebars (person, sections)
	VALUES ($1, $2)
	ON CONFLICT (person) DO UPDATE SET sections = excluded.sections`

func (t *profiles) Sections(user string) (sections string, err error) {
	err = t.Conn.Each(func(r Row) { sections = r.Text(0) }, `SELECT sections FROM sidebars WHERE person = $1`, user)
	return sections, err
}

func (t *profiles) SetSections(user, sections string) error {
	_, err := t.Conn.Exec(putSections, user, sections)
	return err
}
