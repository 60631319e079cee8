/** Last message seen of a room; null before the server has answered the first `watch`. */
export type Position = { epoch: string; seq: number } | null

export type Stamped = { type: 'watching' | 'changed' | 'states' | 'states-delta'; epoch: string; seq: number }

/** `apply`: in order, use it. `ignore`: seen before. `watch-again`: something is missing in between. */
export type Heard = { position: Position; step: 'apply' | 'ignore' | 'watch-again' }

export function hear(position: Position, message: Stamped): Heard {
  const here = { epoch: message.epoch, seq: message.seq }
  if (message.type === 'watching') return { position: here, step: 'apply' }
  if (!position || position.epoch !== message.epoch) return { position, step: 'watch-again' }
  // A snapshot needs nothing before it, so it is good wherever it stands, unless it is older than what is held.
  if (message.type === 'states')
    return message.seq < position.seq ? { position, step: 'ignore' } : { position: here, step: 'apply' }
  if (message.seq <= position.seq) return { position, step: 'ignore' }
  return message.seq === position.seq + 1 ? { position: here, step: 'apply' } : { position, step: 'watch-again' }
}
