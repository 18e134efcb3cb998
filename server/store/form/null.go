package form

// Null is nil for the empty string: columns that are unique or usually absent.
func Null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Null64 is nil for 0.
func Null64(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}
