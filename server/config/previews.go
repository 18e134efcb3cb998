package config

import "net/netip"

// The widest networks that previews may be allowed, in bits of the prefix: 10.0.0.0/8 and
// fc00::/7 are the largest private ones.
const (
	previewBits4 = 8
	previewBits6 = 7
)

// linkLocal are networks that are never fetched from: in clouds, secrets of the machine are there.
var linkLocal = []netip.Prefix{netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("fe80::/10")}

func (c *Config) checkPreviews(bad func(flag, format string, args ...any)) {
	if err := checkWord(c.Previews, "on", "off"); err != nil {
		bad("previews", "%v", err)
	}
	c.Inside = nil
	for _, given := range c.PreviewNets {
		net, err := netip.ParsePrefix(given)
		if one, failed := netip.ParseAddr(given); failed == nil && one.Zone() == "" {
			net, err = netip.PrefixFrom(one, one.BitLen()), nil
		}
		switch {
		case err != nil || net.Addr().Is4In6():
			bad("previews-allow", "%q is not a network such as 10.20.0.0/16", given)
			continue
		case net.Addr().Is4() && net.Bits() < previewBits4 || net.Addr().Is6() && net.Bits() < previewBits6:
			bad("previews-allow", "%s is too wide: name the networks whose pages people link to", given)
			continue
		}
		for _, never := range linkLocal {
			if never.Overlaps(net) {
				bad("previews-allow", "%s is link-local, where clouds keep secrets of the machine", given)
			}
		}
		c.Inside = append(c.Inside, net.Masked())
	}
}
