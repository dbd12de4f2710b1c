package redisstore

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// Outcomes of a command, as Observer.Called is told of them.
const (
	outcomeDone        = "done"
	outcomeFull        = "full"        // it takes no writes: out of memory, without its replicas, unable to save
	outcomeRefused     = "refused"     // another error that Redis answered
	outcomeCanceled    = "canceled"    // the caller had gone
	outcomeUnreachable = "unreachable" // no answer, or not in time
	outcomeSpared      = "spared"      // not asked, since it did not answer lately
)

// hook measures commands for an Observer. Those of a subscription do not pass it.
type hook struct {
	called func(command, outcome string, took time.Duration)
}

// hear puts the hook before all others.
func (o Observer) hear(client redis.UniversalClient) {
	if o.Called != nil {
		client.AddHook(hook{o.Called})
	}
}

func (hook) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h hook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		start := time.Now()
		err := next(ctx, cmd)
		h.called(commandName(cmd), outcome(err), time.Since(start))
		return err
	}
}

func (h hook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		start := time.Now()
		err := next(ctx, cmds)
		h.called("pipeline", outcome(err), time.Since(start))
		return err
	}
}

func outcome(err error) string {
	var answer redis.Error
	switch {
	case err == nil, errors.Is(err, redis.Nil), redis.HasErrorPrefix(err, "NOSCRIPT"): // which is sent again with its text
		return outcomeDone
	case RefusesWrites(err):
		return outcomeFull
	case errors.As(err, &answer):
		return outcomeRefused
	case errors.Is(err, ErrAway):
		return outcomeSpared
	case errors.Is(err, context.Canceled):
		return outcomeCanceled
	}
	return outcomeUnreachable
}

// scriptNames are our scripts by their hash.
var scriptNames = map[string]string{
	markScript.Hash():     "mark",
	dirtyScript.Hash():    "dirty",
	backlogScript.Hash():  "backlog",
	leaseScript.Hash():    "lease",
	ticketScript.Hash():   "ticket",
	putScript.Hash():      "put",
	wholeScript.Hash():    "whole",
	completeScript.Hash(): "complete",
	healScript.Hash():     "heal",
	deleteIfScript.Hash(): "delete_if",
}

// commandName is a command's own name, or that of the script that it runs. A
// script that is not ours, such as the limiter's, is "script".
func commandName(cmd redis.Cmder) string {
	name := cmd.Name()
	if (name != "evalsha" && name != "eval") || len(cmd.Args()) < 2 {
		return name
	}
	script, _ := cmd.Args()[1].(string)
	if name == "eval" {
		script = redis.NewScript(script).Hash()
	}
	if ours, ok := scriptNames[script]; ok {
		return ours
	}
	return "script"
}
