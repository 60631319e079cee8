/** What a registry file yields, row by row; `refused`: the file as a whole cannot be taken, and nothing follows. */
export type FileItem =
  | { readonly number: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly number: number; readonly broken: string }
  | { readonly refused: string; readonly code: 'malformed' | 'too-large' }

export const MAX_FILE_BYTES = 16 * 1024 * 1024
export const MAX_FILE_ROWS = 20_000

export const TOO_LARGE = {
  refused: `A registry file may have at most ${MAX_FILE_BYTES / 1024 / 1024} MiB: split it.`,
  code: 'too-large',
} as const

export const TOO_MANY_ROWS = {
  refused: `A registry file may have at most ${MAX_FILE_ROWS} rows: split it.`,
  code: 'too-large',
} as const
