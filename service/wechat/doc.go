// Package wechat asks WeChat who is logging in and which phone number they
// have, through the silenceper client, draws mini-program codes and sends
// subscription messages.
//
// It promises that
//   - a call ends within Config.Timeout, whatever the other side does;
//   - a login or phone code is sent at most once: WeChat uses a code up even
//     when its answer is lost, so nothing here repeats a call that carries one,
//     except after WeChat refused the access token, that is, before it looked
//     at the code;
//   - a message is sent at most once, too, and an error tells whether it may have
//     arrived all the same;
//   - every error is an *Error that carries no secret, token, code or URL;
//   - a session_key never leaves the package.
//
// Clients are safe for concurrent use, and a process may have several: each
// carries its own way to the network in the context of its calls. The library
// keeps its HTTP client in a global variable; the first New sets that variable
// once, to a dispatcher that reads the context. A call of the library that was
// not started by a Client is refused, so no request can slip past the checks.
package wechat
