const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Why a request that changes something may not have come from our own pages, or null when it did. Browsers send `Origin`
 * with every such request; a program that uses a session cookie names the server's own origin.
 */
export function foreignOrigin(method: string, headers: Headers, origins: readonly string[]): string | null {
  if (READING.has(method)) return null
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return 'This request came from another site.'
  if (origin === null)
    return site === 'same-origin' ? null : `Send the header Origin: ${origins[0]} with requests that change something.`
  if (origins.includes(origin)) return null
  return `This server does not know the origin ${origin.slice(0, 200)}: add it to WAVEGATE_ORIGINS.`
}
