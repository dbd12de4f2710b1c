package redisstore

import (
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

const (
	redisPort    = "6379"
	sentinelPort = "26379"
)

// parseURL reads the forms that Options.URL lists. Its errors never repeat the
// URL, which holds a password.
func parseURL(raw string) (*redis.UniversalOptions, error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return nil, errors.New("redis url: want redis://host:port")
	}
	o := &redis.UniversalOptions{}
	port := redisPort
	switch scheme {
	case "redis":
	case "rediss":
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	case "redis+sentinel", "rediss+sentinel":
		port = sentinelPort
		if scheme == "rediss+sentinel" {
			o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
	default:
		return nil, errors.New("redis url: scheme must be redis, rediss, redis+sentinel or rediss+sentinel")
	}
	login, hosts, tail := splitAuthority(rest)
	if err := readLogin(o, login, tail); err != nil {
		return nil, err
	}
	var err error
	if o.Addrs, err = readHosts(hosts, port); err != nil {
		return nil, err
	}
	return o, checkForm(o, port == sentinelPort)
}

// splitAuthority cuts "user:pw@a:1,b:2/0?x=y" into its three pieces. net/url
// cannot do it: it takes no list of hosts with ports.
func splitAuthority(rest string) (login, hosts, tail string) {
	hosts = rest
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		hosts, tail = rest[:i], rest[i:]
	}
	if i := strings.LastIndex(hosts, "@"); i >= 0 {
		login, hosts = hosts[:i+1], hosts[i+1:]
	}
	return login, hosts, tail
}

// readLogin takes user, password, database and parameters from the URL as it
// reads with a single host.
func readLogin(o *redis.UniversalOptions, login, tail string) error {
	u, err := url.Parse("redis://" + login + "host" + tail)
	if err != nil || u.Host != "host" || u.Fragment != "" {
		return errors.New("redis url: user, password or path is malformed (percent-encode special characters)")
	}
	o.Username = u.User.Username()
	o.Password, _ = u.User.Password()
	if db := strings.Trim(u.Path, "/"); db != "" {
		if o.DB, err = strconv.Atoi(db); err != nil || o.DB < 0 {
			return errors.New("redis url: the path must be a database number")
		}
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return errors.New("redis url: parameters are malformed")
	}
	for name, values := range query {
		value := values[len(values)-1]
		switch name {
		case "master":
			o.MasterName = value
		case "sentinel_user":
			o.SentinelUsername = value
		case "sentinel_password":
			o.SentinelPassword = value
		case "cluster":
			if o.IsClusterMode = value == "true"; !o.IsClusterMode && value != "false" {
				return errors.New("redis url: cluster must be true or false")
			}
		default:
			// The name is not told: behind a password with a bare "?" it is the
			// password's second half.
			return errors.New("redis url: a parameter is none of master, sentinel_user, sentinel_password, cluster")
		}
	}
	return nil
}

func readHosts(list, port string) ([]string, error) {
	var addrs []string
	for h := range strings.SplitSeq(list, ",") {
		host, p, err := net.SplitHostPort(h)
		if err != nil { // no port given
			host, p, err = net.SplitHostPort(h + ":" + port)
		}
		if err != nil || host == "" || strings.ContainsAny(host, " \t\r\n") {
			return nil, errors.New("redis url: a host is malformed")
		}
		if n, err := strconv.ParseUint(p, 10, 16); err != nil || n == 0 {
			return nil, errors.New("redis url: a port is not a number from 1 to 65535")
		}
		addrs = append(addrs, net.JoinHostPort(host, p))
	}
	return addrs, nil
}

// checkForm refuses what no Redis can be.
func checkForm(o *redis.UniversalOptions, sentinel bool) error {
	clustered := o.IsClusterMode || (!sentinel && len(o.Addrs) > 1)
	switch {
	case sentinel && o.MasterName == "":
		return errors.New("redis url: sentinels need ?master=name")
	case sentinel && o.IsClusterMode:
		return errors.New("redis url: sentinels do not watch a cluster")
	case !sentinel && o.MasterName+o.SentinelUsername+o.SentinelPassword != "":
		return errors.New("redis url: master and sentinel_… need the scheme redis+sentinel")
	case clustered && o.DB != 0:
		return errors.New("redis url: a cluster has only database 0")
	}
	o.IsClusterMode = clustered
	return nil
}
