/**
 * History of the wire between agent and server. Changing a schema fails protocol-version.test.ts until the number is
 * raised and the hash pinned again.
 * -- version 1: hello, report, progress, logs; challenge, welcome, desired, capture, refused.
 * -- version 2: inventory; digest of the configuration in what is installed; desired states that reconcile; ping, answered by pong.
 * -- version 3: which run of the agent says hello.
 * -- version 4: a device is asked to change its key.
 * -- version 5: desired states for the slot that stands by, and how that is.
 * -- version 6: how fast a desired state may be downloaded.
 * -- version 7: what is measured, seen or done names the release that ran.
 */
export const PROTOCOL_VERSION = 7

/** Older agents are refused with a sentence that says to update the agent. */
export const OLDEST_PROTOCOL_VERSION = 1
