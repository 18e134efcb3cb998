package effect

// SamplePeople are the ids of the people in samples.
var SamplePeople = []string{"ada-id", "grace-id", "linus-id", "hana-id", "ken-id", "mara-id", "olga-id", "sam-id"}

// SamplePerson returns one of SamplePeople.
func SamplePerson(r Random) string { return sample(r, SamplePeople...) }

// SampleText returns the text of a message.
func SampleText(r Random) string {
	return sample(r, "soup", "**soup**\nor salad?", "> soup\nsalad", "漢字 👩‍👩‍👧", "`a` and @grace")
}

func sample(r Random, from ...string) string { return from[r.IntN(len(from))] }
