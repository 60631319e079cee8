import { readFile } from 'node:fs/promises'
import { LastWords } from '../engine/last-words.ts'
import { removeDurably, writeDurably } from './durable.ts'

/** One file, there while the server does not have its words. A disk that will not keep them loses them, and nothing else. */
export function keptWords(path: string) {
  return {
    async read(): Promise<LastWords | null> {
      const text = await readFile(path, 'utf8').catch(() => '')
      try {
        return LastWords.parse(JSON.parse(text))
      } catch {
        return null
      }
    },
    write: (words: LastWords | null): Promise<void> =>
      (words ? writeDurably(path, JSON.stringify(words), 0o600) : removeDurably(path)).catch(() => {}),
  }
}
