import type { Link, LinkEvents } from '../../../agent/ports.ts'

/** Shares of messages, either way. */
const LOST = 0.04
const TWICE = 0.06

/**
 * A connection over a bad network to one of several servers: some words get lost, some arrive twice, and when it breaks the next
 * one goes to another server.
 */
export function flakyLink(links: readonly Link[], random: () => number): Link {
  let at = Math.floor(random() * links.length)
  const current = () => links[at % links.length] as Link
  return {
    connect(events: LinkEvents) {
      current().connect({
        opened: events.opened,
        heard(message) {
          // What opens a connection is said once; the rest is said again by a sweep.
          if (message.type !== 'challenge' && message.type !== 'welcome' && random() < LOST) return
          events.heard(message)
          if (random() < TWICE) events.heard(message)
        },
        closed(clean) {
          at += 1
          events.closed(clean)
        },
      })
    },
    disconnect: () => current().disconnect(),
    async send(message) {
      const link = current()
      if (message.type !== 'hello' && random() < LOST) return { is: 'lost' }
      const answer = await link.send(message)
      return message.type !== 'hello' && random() < TWICE ? link.send(message) : answer
    },
  }
}
