/** Of this program; the wire has its own number. */
export const AGENT_VERSION = '0.1.0'

/** What this agent can do, in the words a server may ask for. */
export const CAPABILITIES = ['dual-slot', 'smoke-tests', 'capture', 'logs'] as const

/** Ways it can lay bytes. */
export const MECHANISMS = ['dual-slot'] as const
