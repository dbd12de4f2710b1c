package handler

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"regexp"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
)

// idempotencyKey is 8–64 visible ASCII characters.
var idempotencyKey = regexp.MustCompile(`^[\x21-\x7e]{8,64}$`)

// idempotent makes a POST that carries an Idempotency-Key happen once: a repeat
// gets the first success again, also after a restart. A refusal is not kept,
// since nothing was written; the same key may then carry a corrected body.
//
// Evidence needs no key and is not held in memory for one: the file itself says that
// it is the same, in whatever form a phone wraps it the next time.
func (a *API) idempotent(c *gin.Context) {
	keys := c.Request.Header.Values("Idempotency-Key")
	account := actorOf(c.Request.Context()).Account.ID
	if len(keys) == 0 || c.FullPath() == evidencePath || c.Request.Method != http.MethodPost || account == "" {
		return
	}
	if len(keys) > 1 || !idempotencyKey.MatchString(keys[0]) {
		refuse(c, newProblem(http.StatusUnprocessableEntity, "idempotency_key_invalid", "幂等键须为8至64个可见字符"))
		return
	}
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		refuse(c, bodyProblem(err))
		return
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	claim, kept, err := a.beginRequest(c.Request.Context(), account, keys[0], digest(c.Request, body))
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	if kept != nil {
		c.Header("Idempotency-Replayed", "true")
		c.Abort()
		c.Data(kept.Status, kept.Type, kept.Body)
		return
	}
	a.tryOnce(c, claim)
}

// beginRequest claims the key to its end even if the client has gone, so that a
// claim is never left behind without somebody who knows of it.
func (a *API) beginRequest(ctx context.Context, account, key, digest string) (service.Claim, *service.Answer, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), claimTimeout)
	defer cancel()
	return a.svc.BeginRequest(ctx, account, key, digest)
}

// claimTimeout bounds the claim of a key.
const claimTimeout = 5 * time.Second

// attempt is one run under a key, as its handler sees it.
type attempt struct {
	forget bool // the answer must not be kept: part of the work failed for now
}

type attemptKey struct{}

// forgetAnswer makes a repeat under the same key run anew.
func forgetAnswer(ctx context.Context) {
	if t, ok := ctx.Value(attemptKey{}).(*attempt); ok {
		t.forget = true
	}
}

// tryOnce runs the rest of the chain and keeps its answer before it goes out.
func (a *API) tryOnce(c *gin.Context, claim service.Claim) {
	ctx := context.WithoutCancel(c.Request.Context())
	out := &heldWriter{ResponseWriter: c.Writer, status: http.StatusOK}
	c.Writer = out
	run := &attempt{}
	c.Request = c.Request.WithContext(service.WithRequest(context.WithValue(c.Request.Context(), attemptKey{}, run), claim.ID))
	settled := false
	defer func() {
		c.Writer = out.ResponseWriter
		if !settled { // a panic is on its way up, and what was held back is void
			_ = a.svc.AbandonRequest(ctx, claim)
		}
	}()
	c.Next()
	settled = true
	var err error
	if out.status < 300 && !run.forget {
		err = a.svc.FinishRequest(ctx, claim, service.Answer{
			Status: out.status, Type: out.Header().Get("Content-Type"), Body: out.body.Bytes()})
	} else {
		err = a.svc.AbandonRequest(ctx, claim)
	}
	if err != nil { // the record is safe; a repeat meets its natural key
		a.log.WarnContext(ctx, "answer not kept", "error", err)
	}
	out.release()
}

func digest(r *http.Request, body []byte) string {
	h := sha256.New()
	_, _ = io.WriteString(h, r.Method+" "+r.URL.RequestURI()+"\n")
	_, _ = h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// heldWriter holds a response back until it is kept.
type heldWriter struct {
	gin.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *heldWriter) WriteHeader(status int)            { w.status = status }
func (w *heldWriter) WriteHeaderNow()                   {}
func (w *heldWriter) Status() int                       { return w.status }
func (w *heldWriter) Size() int                         { return w.body.Len() }
func (w *heldWriter) Written() bool                     { return w.body.Len() > 0 }
func (w *heldWriter) Write(b []byte) (int, error)       { return w.body.Write(b) }
func (w *heldWriter) WriteString(s string) (int, error) { return w.body.WriteString(s) }
func (w *heldWriter) Flush()                            {}

func (w *heldWriter) release() {
	w.ResponseWriter.WriteHeader(w.status)
	_, _ = w.ResponseWriter.Write(w.body.Bytes())
}
