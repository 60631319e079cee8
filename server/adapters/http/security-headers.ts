import type { ServerResponse } from 'node:http'

/** Headers every answer carries, whatever it is. */
export function setSecurityHeaders(res: ServerResponse, secure: boolean): void {
  res.setHeader('x-content-type-options', 'nosniff')
  res.setHeader('x-frame-options', 'DENY')
  res.setHeader('referrer-policy', 'same-origin')
  res.setHeader('cross-origin-opener-policy', 'same-origin')
  res.setHeader('cross-origin-resource-policy', 'same-origin')
  res.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  if (secure) res.setHeader('strict-transport-security', 'max-age=31536000')
}

/**
 * What a page may load: itself. Scripts run only with this request's nonce. Styles may be inline, because charts and
 * canvases set sizes through style attributes, which no nonce can cover.
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  // React's development build evaluates strings to rebuild server stack traces; production never does.
  const evaluation = development ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
