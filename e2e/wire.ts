import { connect, createServer, type Socket } from 'node:net'

/** A real TCP connection to the server that can go dead: open on both ends, and no byte passes either way. */
export type Wire = {
  readonly address: string
  freeze(): void
  thaw(): void
  close(): Promise<void>
}

export async function layWire(port: number, to: { readonly port: number }): Promise<Wire> {
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()
  let frozen = false

  const keep = (socket: Socket, other: () => Socket | null) => {
    sockets.add(socket)
    socket.on('error', () => {}) // a reset is an end like any other; `close` follows
    socket.on('close', () => {
      sockets.delete(socket)
      other()?.destroy()
    })
  }
  const join = (near: Socket) => {
    const far = connect(to.port, '127.0.0.1')
    keep(near, () => far)
    keep(far, () => near)
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => near.write(bytes))
  }

  const server = createServer((near) => {
    if (!frozen) return join(near)
    near.pause()
    keep(near, () => null)
    waiting.add(() => {
      if (!near.destroyed) join(near)
      near.resume()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })

  return {
    address: `http://127.0.0.1:${port}`,
    freeze() {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw() {
      frozen = false
      for (const socket of sockets) socket.resume()
      for (const late of waiting) late()
      waiting.clear()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
