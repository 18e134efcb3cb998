package migrate

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/confab/confab/server/store/contents"
)

// chunk is a run of rows of a table.
type chunk struct {
	table contents.Table
	rows  []contents.Row
}

// chunkBytes is roughly the maximum amount of text in a chunk: rows may be 16
// KiB.
const chunkBytes = 4 << 20

// copy copies what the target lacks. One goroutine reads while this one writes.
func (m *move) copy(ctx context.Context) error {
	copied := make(map[string]int64)
	var done int64
	for _, t := range contents.Tables() {
		n, err := m.to.Copied(ctx, t)
		if err != nil {
			return err
		}
		copied[t.Name] = n
		done += n
	}
	m.Progress(Copying, done, m.origin.Rows)
	reading, stop := context.WithCancel(ctx)
	chunks, failed := make(chan chunk, 2), make(chan error, 1)
	go func() {
		defer close(chunks)
		failed <- m.read(reading, copied, chunks)
	}()
	var err error
	for c := range chunks {
		if err != nil {
			continue // until the reader has ended
		}
		if err = m.to.Copy(ctx, c.table, c.rows); err != nil {
			stop()
			continue
		}
		done += int64(len(c.rows))
		m.Progress(Copying, done, m.origin.Rows)
	}
	stop()
	if reading := <-failed; err == nil || !errors.Is(reading, context.Canceled) {
		err = errors.Join(err, reading)
	}
	return err
}

// read reads the tables in chunks, starting where the copy ended.
func (m *move) read(ctx context.Context, copied map[string]int64, chunks chan<- chunk) error {
	for _, t := range contents.Tables() {
		var rows []contents.Row
		size := 0
		hand := func() error {
			select {
			case chunks <- chunk{t, rows}:
				rows, size = make([]contents.Row, 0, m.Chunk), 0
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		err := m.from.Read(ctx, t, copied[t.Name], func(r contents.Row) error {
			kept := slices.Clone(r)
			for i, v := range kept {
				switch v := v.(type) {
				case []byte:
					kept[i] = bytes.Clone(v)
				case string:
					size += len(v)
				}
			}
			if rows = append(rows, kept); len(rows) < m.Chunk && size < chunkBytes {
				return nil
			}
			return hand()
		})
		if err == nil && len(rows) > 0 {
			err = hand()
		}
		if err != nil {
			return err
		}
	}
	return nil
}
