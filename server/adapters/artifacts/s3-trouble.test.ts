import { describe, expect, it } from 'vitest'
import { s3Trouble } from './s3-trouble.ts'

const at = { bucket: 'artifacts', endpoint: 'https://minio.example' }
const answered = (name: string, httpStatusCode: number) => ({ name, message: 'no', $metadata: { httpStatusCode } })

describe('what a refusal of the artifact store means', () => {
  it.each([
    {
      error: answered('InvalidAccessKeyId', 403),
      kind: 'unusable',
      says: 'denies this server the bucket artifacts (InvalidAccessKeyId)',
    },
    { error: answered('Unknown', 403), kind: 'unusable', says: 'the bucket artifacts (403)' },
    { error: answered('AccessDenied', 403), kind: 'unusable', says: 'may list, read, write and delete' },
    {
      error: answered('NotFound', 404),
      kind: 'unusable',
      says: 'There is no bucket artifacts at https://minio.example',
    },
    { error: answered('PermanentRedirect', 301), kind: 'unusable', says: 'WAVEGATE_S3_REGION' },
    { error: answered('SlowDown', 503), kind: 'away', says: 'cannot be reached now (SlowDown)' },
    { error: answered('RequestTimeTooSkewed', 403), kind: 'unusable', says: 'set its clock' },
    { error: { name: 'CredentialsProviderError' }, kind: 'unusable', says: 'set AWS_ACCESS_KEY_ID' },
    { error: { name: 'AggregateError', errors: [{ code: 'ECONNREFUSED' }] }, kind: 'away', says: 'ECONNREFUSED' },
    { error: { name: 'TimeoutError' }, kind: 'away', says: 'TimeoutError' },
    { error: answered('Odd', 400), kind: 'unusable', says: 'answers Odd: no.' },
  ])('$says', ({ error, kind, says }) => {
    expect(s3Trouble(error, at)).toMatchObject({ kind, message: expect.stringContaining(says) })
  })
})
