import type { Logger } from 'pino'
import pino from 'pino'

export type Log = Logger

/** JSON lines on stderr for machines; short lines for a person at a terminal. Secrets are cut out by name. */
export function openLog(level: string, write?: (line: string) => void): Log {
  const options = {
    level,
    base: null,
    redact: {
      paths: ['*.password', '*.token', '*.secret', '*.cookie', '*.authorization', 'url', 'databaseUrl'],
      remove: true,
    },
  }
  if (write) return pino(options, { write })
  return pino(
    options,
    process.stderr.isTTY ? { write: (line: string) => void process.stderr.write(pretty(line)) } : pino.destination(2),
  )
}

const NAMES: Record<number, string> = { 10: 'trace', 20: 'debug', 30: '', 40: 'warn ', 50: 'error ', 60: 'fatal ' }

function pretty(line: string): string {
  const { level, time, msg, ...rest } = JSON.parse(line) as { level: number; time: number; msg?: string }
  const clock = new Date(time).toTimeString().slice(0, 8)
  const more = Object.entries(rest)
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('')
  return `${clock} ${NAMES[level] ?? ''}${msg ?? ''}${more}\n`
}
