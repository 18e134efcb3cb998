package wire

import (
	"encoding/json"
	"errors"
)

// MarshalJSON writes the cursor as [epoch, seq].
func (c Cursor) MarshalJSON() ([]byte, error) {
	return json.Marshal([2]any{c.Epoch, c.Seq})
}

// UnmarshalJSON reads [epoch, seq] and nothing else.
func (c *Cursor) UnmarshalJSON(b []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(b, &parts); err != nil {
		return err
	}
	if len(parts) != 2 {
		return errors.New("wire: a cursor is [epoch, seq]")
	}
	if err := json.Unmarshal(parts[0], &c.Epoch); err != nil {
		return err
	}
	return json.Unmarshal(parts[1], &c.Seq)
}
