package contents

import "context"

// Setting reads one of the settings, "" if it was never set.
func Setting(ctx context.Context, src Source, key string) (value string, err error) {
	err = src.Read(ctx, TableOf(Settings), 0, func(r Row) error {
		if r.Text(0) == key {
			value = r.Text(1)
		}
		return nil
	})
	return value, err
}
