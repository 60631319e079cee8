/**
 * PostgreSQL cannot hold everything a string or number of the wire can: NUL in text, NUL and lone surrogates in jsonb,
 * counts beyond 32 bits, years beyond 9999. One such value would fail the statement of every device that shares it.
 */
export const storableText = (text: string): string => (text.includes('\u0000') ? text.replaceAll('\u0000', '') : text)

/** The value as JSON text that jsonb takes. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value)
  // JSON.stringify writes \u only for control characters and lone surrogates: nearly never.
  return json.includes('\\u') ? json.replaceAll(/\\u(?:0000|d[89a-f][0-9a-f]{2})/gi, '\\ufffd') : json
}

const MOST = 2_147_483_647
export const storableInteger = (count: number): number => (count > MOST ? MOST : count)

const LATEST = Date.UTC(9999, 0)
export const storableInstant = (at: number): string => new Date(at > LATEST ? LATEST : at).toISOString()
