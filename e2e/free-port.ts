import { createServer } from 'node:net'

/** A port nobody listens on now. A server that is killed comes back on it, so the system cannot choose anew each time. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('there is no free port')),
      )
    })
  })
}
