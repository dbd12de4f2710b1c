// Package picture decides what an uploaded file is, and makes of it what may be
// kept and shown to others.
//
// The content decides: neither a name nor a media type is asked for. A photo
// (JPEG, PNG) is decoded, turned upright, made small enough and encoded anew, so
// that nothing of the sender's bytes is left: no GPS position, no camera, no
// second format hidden in the file. What comes out is always a JPEG, on white
// where the photo was transparent: one format to serve and to look at, and the
// screenshots of text that people upload read well enough in it. A PDF cannot be
// made anew here and is kept as it is; see checkPDF for what that leaves open.
//
// Every function is pure. Accept takes memory, at most a quarter of a gigabyte
// beside the file, and up to some seconds of one core: whoever calls it bounds
// how many do so at once. A refusal is an *Error and names nothing of the file.
package picture
