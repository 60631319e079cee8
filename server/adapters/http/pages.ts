import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Server } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import next from 'next'
import { PAGE_CONTEXT_HEADER, type PageContext } from '../../protocol/page-context.ts'
import { sessionPerson } from '../auth/session-person.ts'
import { pageGate } from './page-gate.ts'
import type { Parts } from './parts.ts'
import { contentSecurityPolicy } from './security-headers.ts'

export type Pages = {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>
  /** only the development server has sockets of its own */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): Promise<void>
}

type Needs = Pick<Parts, 'db' | 'auth' | 'clock' | 'demo' | 'development' | 'version'>

/**
 * Next's pages behind our door: who asks and when is decided here and handed over in one header, so that pages neither
 * authenticate nor read a clock.
 */
export async function openPages(folder: string, needs: Needs, address: { host: string; port: number }): Promise<Pages> {
  const { db, auth, clock, demo, development, version } = needs
  // Next adds its own `upgrade` listener to the server it is given and closes sockets it does not know: this one never listens.
  const decoy = new Server()
  const app = next({ dev: development, dir: folder, hostname: address.host, port: address.port, httpServer: decoy })
  await app.prepare()
  const render = app.getRequestHandler()
  const publicFiles = new Set(readdirSync(join(folder, 'public')).map((name) => `/${name}`))
  let somebodyExists = false

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    delete req.headers[PAGE_CONTEXT_HEADER]
    const { pathname, search } = new URL(req.url ?? '/', 'http://wavegate')
    const carry = (who: Pick<PageContext, 'person' | 'setup' | 'nonce'>) => {
      const context: PageContext = { ...who, now: clock.now(), demo, version }
      req.headers[PAGE_CONTEXT_HEADER] = Buffer.from(JSON.stringify(context)).toString('base64url')
    }
    if (isStatic(pathname, publicFiles)) {
      // A file that is not there is answered with a page, and pages want to know who asks: nobody.
      carry({ person: null, setup: false, nonce: '' })
      return render(req, res)
    }

    somebodyExists ||= (await db.user.count()) > 0
    const seated = await sessionPerson(auth, new Headers({ cookie: req.headers.cookie ?? '' }))
    const person = seated?.person ?? null
    const gate = pageGate({ path: pathname, search, person, setup: !somebodyExists })
    if (gate.go === 'to') return void res.writeHead(307, { location: gate.location, 'cache-control': 'no-store' }).end()

    const nonce = randomBytes(16).toString('base64')
    const policy = contentSecurityPolicy(nonce, development)
    carry({ person, setup: !somebodyExists, nonce })
    // Next reads the nonce for its own scripts from the policy of the request.
    req.headers['content-security-policy'] = policy
    res.setHeader('content-security-policy', policy)
    return render(req, res)
  }

  return {
    handle,
    upgrade: (req, socket, head) => void decoy.emit('upgrade', req, socket, head),
    close: () => app.close(),
  }
}

function isStatic(path: string, publicFiles: ReadonlySet<string>): boolean {
  return (
    path.startsWith('/_next/') ||
    publicFiles.has(path) ||
    /^\/(favicon\.ico|icon\S*|apple-icon\S*|manifest\.webmanifest)$/.test(path)
  )
}
