import { createReadStream } from 'node:fs'

/** A line at a time, however long the file; only a newline ends one, whatever else a text may hold. */
export async function* fileLines(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const part of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
    const lines = `${rest}${part}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
