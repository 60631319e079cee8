import { type ClientRequest, request } from 'node:http'
import type { TestClient } from './test-client.ts'

const VERSION = { 'tus-resumable': '1.0.0' }

/** A tus client that can be told to hang up; what it sends is made on the fly, so that no test holds a gigabyte. */
export class Tus {
  readonly #address: string
  readonly #client: TestClient

  constructor(address: string, client: TestClient) {
    this.#address = address
    this.#client = client
  }

  begin(sha256: string, size: number): Promise<Response> {
    return this.#call('POST', '/api/v1/uploads', {
      'upload-length': String(size),
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
    })
  }

  async offset(location: string): Promise<number | null> {
    const answer = await this.#call('HEAD', location)
    return answer.ok ? Number(answer.headers.get('upload-offset')) : null
  }

  remove(location: string): Promise<Response> {
    return this.#call('DELETE', location)
  }

  /**
   * Sends `parts` from `offset` on. Whoever promises more in `length` than the parts have hangs up after the last of them: the
   * answer is null then.
   */
  send(
    location: string,
    offset: number,
    parts: Iterable<Buffer>,
    length: number,
  ): Promise<{ status: number; text: string } | null> {
    return new Promise((resolve) => {
      const req = request(`${this.#address}${location}`, {
        method: 'PATCH',
        headers: {
          ...this.#headers(),
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
          'content-length': String(length),
        },
      })
      req.on('error', () => resolve(null))
      req.on('response', async (res) => {
        const chunks: Buffer[] = []
        for await (const chunk of res) chunks.push(chunk as Buffer)
        resolve({ status: res.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
      })
      void this.#write(req, parts, length)
    })
  }

  async #write(req: ClientRequest, parts: Iterable<Buffer>, length: number): Promise<void> {
    let sent = 0
    for (const part of parts) {
      if (req.destroyed) return
      sent += part.length
      if (!req.write(part)) await drained(req)
    }
    if (sent < length) req.destroy()
    else req.end()
  }

  #call(method: string, path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.#address}${path}`, { method, headers: { ...this.#headers(), ...headers } })
  }

  #headers(): Record<string, string> {
    return { ...VERSION, cookie: this.#client.cookie, origin: this.#address }
  }
}

/** Resolves too when there is nobody any more who would drain it. */
function drained(req: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      req.off('drain', go).off('close', go)
      resolve()
    }
    req.on('drain', go).on('close', go)
  })
}
