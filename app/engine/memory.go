package engine

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Memory is a Store that lasts as long as the program. Several engines may use it one
// after the other, as the pages of a browser use its store across reloads.
type Memory struct {
	mu      sync.Mutex
	records map[string]string
}

// NewMemory returns an empty Memory.
func NewMemory() *Memory { return &Memory{records: map[string]string{}} }

// All implements Store.
func (m *Memory) All(_ context.Context, prefix string) ([]Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []Record
	for _, key := range slices.Sorted(maps.Keys(m.records)) {
		if strings.HasPrefix(key, prefix) {
			list = append(list, Record{key, m.records[key]})
		}
	}
	return list, nil
}

// Get implements Store.
func (m *Memory) Get(_ context.Context, key string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.records[key], nil
}

// Write implements Store.
func (m *Memory) Write(_ context.Context, put []Record, gone []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range gone {
		delete(m.records, key)
	}
	for _, r := range put {
		m.records[r.Key] = r.Value
	}
	return nil
}

// Clear implements Store.
func (m *Memory) Clear(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.records)
	return nil
}
