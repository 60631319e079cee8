import { StoreTrouble } from './store-trouble.ts'

type Asked = { readonly bucket: string; readonly endpoint: string | undefined }

/** Codes and names under which a network, or a store that is busy, refuses. */
const AWAY =
  /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|TimeoutError|SlowDown|ServiceUnavailable|InternalError|RequestTimeout)$/
const DENIED =
  /^(AccessDenied|Forbidden|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|TokenRefreshRequired|AllAccessDisabled|AccountProblem)$/

/** What an S3 store's refusal means, in a sentence that says what to do. */
export function s3Trouble(error: unknown, { bucket, endpoint }: Asked): StoreTrouble {
  if (error instanceof StoreTrouble) return error
  const { name, code, status, message } = seen(error)
  const where = endpoint ?? 'AWS'
  const said = (kind: StoreTrouble['kind'], sentence: string) => new StoreTrouble(kind, sentence, error)
  if (name === 'CredentialsProviderError')
    return said(
      'unusable',
      `There are no credentials for the bucket ${bucket}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
    )
  if (name === 'RequestTimeTooSkewed')
    return said('unusable', `The artifact store at ${where} does not accept the time of this machine: set its clock.`)
  if (status === 301 || name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed')
    return said('unusable', `The bucket ${bucket} lies in another region: set WAVEGATE_S3_REGION.`)
  if (name === 'NoSuchBucket' || status === 404)
    return said('unusable', `There is no bucket ${bucket} at ${where}: create it, or correct WAVEGATE_ARTIFACTS.`)
  if (DENIED.test(name) || status === 403 || status === 401)
    return said(
      'unusable',
      `The artifact store at ${where} denies this server the bucket ${bucket} (${/^Unknown/.test(name) ? status : name}): check the key and that it may list, read, write and delete there.`,
    )
  if (AWAY.test(code) || AWAY.test(name) || status === 429 || status >= 500)
    return said('away', `The artifact store at ${where} cannot be reached now (${code || name || status}).`)
  return said('unusable', `The artifact store at ${where} answers ${name || status}: ${message}.`)
}

export const isAbsent = (error: unknown): boolean => {
  const { name, status } = seen(error)
  return name !== 'NoSuchBucket' && (name === 'NoSuchKey' || name === 'NotFound' || status === 404)
}

/** The SDK's errors differ in where they keep what they are. */
function seen(error: unknown): { name: string; code: string; status: number; message: string } {
  const { name, code, message, errors, $metadata } = (error ?? {}) as {
    name?: string
    code?: string
    message?: string
    errors?: readonly { code?: string }[]
    $metadata?: { httpStatusCode?: number }
  }
  // Several addresses of one name fail together.
  return {
    name: name ?? '',
    code: code ?? errors?.[0]?.code ?? '',
    status: $metadata?.httpStatusCode ?? 0,
    message: message ?? '',
  }
}
