package files

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/minio/minio-go/v7/pkg/credentials"
)

// s3Address is where a bucket is.
type s3Address struct {
	bucket string
	prefix string // of the names of objects; empty, or ends with a slash
	host   string // and port
	secure bool
	own    bool // the address says which server it is: not Amazon's
	region string
}

// errS3 says what such an address looks like.
var errS3 = errors.New("a bucket's address looks like s3://BUCKET/PREFIX?endpoint=https://s3.example.org&region=eu-central-1, " +
	"of which all but the bucket may be left out")

// parseS3 reads s3://BUCKET/PREFIX?endpoint=URL&region=REGION.
func parseS3(address string) (s3Address, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.Fragment != "" || u.Port() != "" {
		return s3Address{}, errS3 // not with the address: it might hold a secret
	}
	if u.User != nil {
		return s3Address{}, errors.New("keys do not belong into a bucket's address, which is written to logs")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return s3Address{}, errS3
	}
	for name, values := range query {
		if name != "endpoint" && name != "region" || len(values) != 1 || values[0] == "" {
			return s3Address{}, fmt.Errorf("%q: %w", name, errS3)
		}
	}
	a := s3Address{bucket: u.Host, prefix: strings.Trim(u.Path, "/"), region: query.Get("region")}
	if a.prefix != "" {
		a.prefix += "/"
	}
	if a.region == "" {
		a.region = os.Getenv("AWS_REGION")
	}
	if a.region == "" {
		a.region = "us-east-1" // what servers of other makes call theirs
	}
	endpoint := query.Get("endpoint")
	if endpoint == "" {
		a.host, a.secure = "s3."+a.region+".amazonaws.com", true
		return a, nil
	}
	e, err := url.Parse(endpoint)
	if err != nil || e.Scheme != "https" && e.Scheme != "http" || e.Host == "" || e.User != nil || strings.Trim(e.Path, "/") != "" ||
		e.RawQuery != "" || e.Fragment != "" {
		return s3Address{}, fmt.Errorf("the endpoint must be https:// and a host, nothing else: %w", errS3)
	}
	a.host, a.secure, a.own = e.Host, e.Scheme == "https", true
	return a, nil
}

// keys returns what opens a bucket: the Options', or else those of the environment, under the names that all tools for
// S3 know.
func (o Options) keys() (credentials.Provider, error) {
	value := credentials.Value{AccessKeyID: o.AccessKey, SecretAccessKey: o.SecretKey, SignerType: credentials.SignatureV4}
	if o.AccessKey == "" && o.SecretKey == "" {
		value.AccessKeyID, value.SecretAccessKey = os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
		value.SessionToken = os.Getenv("AWS_SESSION_TOKEN")
	}
	if value.AccessKeyID == "" || value.SecretAccessKey == "" {
		return nil, errors.New("a bucket needs an access key and a secret key; give both, " +
			"or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	return &credentials.Static{Value: value}, nil
}
