import type { Log } from '../ports.ts'

/** One line a sentence, for a terminal and for a journal daemon alike. */
export function consoleLog(deviceId: string): Log {
  return (level, sentence) => {
    const line = `${new Date().toISOString()} ${deviceId} ${sentence}\n`
    if (level === 'warn') process.stderr.write(line)
    else process.stdout.write(line)
  }
}
