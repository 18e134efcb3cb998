package app

import "reflect"

// canUpdateValue tells whether a component's exported field has another value than before. Whatever it cannot compare
// it takes for another one: what a slice or a struct has in it, and what a pointer points to.
func canUpdateValue(v, new reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return v.String() != new.String()
	case reflect.Bool:
		return v.Bool() != new.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int() != new.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return v.Uint() != new.Uint()
	case reflect.Pointer, reflect.Map:
		return v.UnsafePointer() != new.UnsafePointer()
	case reflect.Interface:
		if v.IsNil() || new.IsNil() {
			return v.IsNil() != new.IsNil()
		}
		return v.Elem().Type() != new.Elem().Type() || canUpdateValue(v.Elem(), new.Elem())
	}
	return true
}
