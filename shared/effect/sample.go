package effect

// SamplePeople are those whom samples name.
var SamplePeople = []string{"ada-id", "grace-id", "linus-id"}

// SamplePerson returns one of SamplePeople.
func SamplePerson(r Random) string { return sample(r, SamplePeople...) }

// SampleText returns what somebody may say.
func SampleText(r Random) string {
	return sample(r, "soup", "**soup**\nor salad?", "> soup\nsalad", "漢字 👩‍👩‍👧", "`a` and @grace")
}

func sample(r Random, from ...string) string { return from[r.IntN(len(from))] }
