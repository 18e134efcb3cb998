package app

// Bare returns the js.Value that v stands for, so that app/platform can use it.
func Bare(v Value) any { return v.(value).jsValue }
