package platform

// Pref reads a small setting of this browser; it is "" if there is none or the browser
// stores nothing. Theme and density are stored here because the boot script needs
// them before the first paint; what is larger than a few hundred bytes belongs elsewhere.
func Pref(key string) (value string) {
	err := try(func() {
		if v := global("localStorage").Call("getItem", key); v.Truthy() {
			value = v.String()
		}
	})
	if err != nil {
		return ""
	}
	return value
}

// SetPref stores a small setting; "" deletes it. In a browser that stores nothing it is
// lost with the page.
func SetPref(key, value string) {
	err := try(func() {
		if value == "" {
			global("localStorage").Call("removeItem", key)
			return
		}
		global("localStorage").Call("setItem", key, value)
	})
	if err != nil {
		Report("the setting " + key + " is not kept: " + err.Error())
	}
}
