package platform

import "syscall/js"

func global(name string) js.Value { return js.Global().Get(name) }
