package files

import (
	"strings"
	"testing"
)

func TestAddressesOfBuckets(t *testing.T) {
	t.Setenv("AWS_REGION", "")
	for address, want := range map[string]s3Address{
		"s3://confab": {bucket: "confab", host: "s3.us-east-1.amazonaws.com", secure: true, region: "us-east-1"},
		"s3://confab/a/b/?region=eu-central-1": {bucket: "confab", prefix: "a/b/", host: "s3.eu-central-1.amazonaws.com", secure: true,
			region: "eu-central-1"},
		"s3://confab/?endpoint=https://s3.example.org": {bucket: "confab", host: "s3.example.org", secure: true, own: true,
			region: "us-east-1"},
		"s3://confab/files?endpoint=http://127.0.0.1:7070/&region=here": {bucket: "confab", prefix: "files/", host: "127.0.0.1:7070",
			own: true, region: "here"},
	} {
		if got, err := parseS3(address); err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", address, got, err, want)
		}
	}
	t.Setenv("AWS_REGION", "eu-west-1")
	if got, err := parseS3("s3://confab"); err != nil || got.region != "eu-west-1" {
		t.Errorf("a region of the environment: %+v, %v", got, err)
	}
	for _, address := range []string{"s3:", "s3://", "s3:///prefix", "s3://b:80/x", "s3://b#x", "s3://b?endpoint=s3.example.org",
		"s3://b?endpoint=ftp://x", "s3://b?endpoint=https://x/path", "s3://b?endpoint=https://u:hidden@x", "s3://b?endpoint=",
		"s3://b?secret=hidden", "s3://key:hidden@b", "s3://b?region=a&region=b", "s3://b?%zz", "http://b"} {
		_, err := parseS3(address)
		if err == nil {
			t.Errorf("%s was taken", address)
		} else if strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: the secret is in %q", address, err)
		}
	}
}
