package kit

// Send is what the button of a dialog's form does.
func Send(of Dialog) { (&dialog{Of: of}).send() }

// Follow is what typing into a field does.
func Follow(d *DialogState, id string, left int) { follow(d, id, left) }
