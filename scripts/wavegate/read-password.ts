import type { World } from './cli.ts'
import { Usage } from './failures.ts'

const ENDS = new Set(['\r', '\n', '\u0004'])
const ERASES = new Set(['\u007f', '\b'])

/** From WAVEGATE_PASSWORD, from a pipe, or typed without being shown. Never from the command line, where others read it. */
export async function readPassword({ env, stdin, streams }: World): Promise<string> {
  if (env.WAVEGATE_PASSWORD) return env.WAVEGATE_PASSWORD
  if (!stdin.isTTY) {
    const [line = ''] = (await stdin.setEncoding('utf8').toArray()).join('').split('\n')
    if (line === '') throw new Usage('Give the password on standard input or as WAVEGATE_PASSWORD.')
    return line.replace(/\r$/, '')
  }
  streams.err('Password: ')
  stdin.setRawMode(true)
  try {
    return await typed(stdin)
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    streams.err('\n')
  }
}

function typed(stdin: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let password = ''
    const hear = (chunk: string) => {
      for (const key of chunk) {
        if (key === '\u0003') return end(() => reject(new Usage('Not signed in.')))
        if (ENDS.has(key)) return end(() => resolve(password))
        password = ERASES.has(key) ? password.slice(0, -1) : password + key
      }
    }
    const end = (then: () => void) => {
      stdin.off('data', hear)
      then()
    }
    stdin.setEncoding('utf8').on('data', hear).resume()
  })
}
