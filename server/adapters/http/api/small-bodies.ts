import type { Context, MiddlewareHandler } from 'hono'
import { refused } from './answer.ts'

const MAX_BODY_BYTES = 256 * 1024

/**
 * Bodies are small and say how long they are; only what `streams` says is read as it comes. Node counts a body's bytes against
 * its Content-Length, so looking at the number is enough.
 */
export function smallBodies(streams: (c: Context) => boolean): MiddlewareHandler {
  return async (c, next) => {
    if (streams(c)) return next()
    if (c.req.header('transfer-encoding') !== undefined)
      return refused(c, { code: 'malformed', message: 'Say how long the body is: send a Content-Length.' })
    if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES)
      return refused(c, { code: 'too-large', message: `A request body may have at most ${MAX_BODY_BYTES} bytes.` })
    return next()
  }
}
