// Package sim stands in for api.weixin.qq.com: for trials without a WeChat
// account and for tests, through the same client library.
//
// API answers as the real host does, errors included: status 200 with an
// errcode and a "rid", single-use codes, stable tokens, consent that is used
// up by sending. Control is ours: it mints codes, grants consent, moves the
// simulator's clock, injects faults and shows the calls that came in. Neither
// may be reachable in production: whoever can mint codes can be anybody.
//
// What is known of the real host comes from its documentation and from answers
// that people published; where the two are silent, a comment says so.
//
// A Simulator keeps everything in memory and within bounds: 100,000 codes and
// as many users, the last 1,000 calls, 1,000 faults. It is safe for concurrent
// use.
package sim
