import { describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'

describe('the environment, parsed once', () => {
  it('nothing set is a server on this machine, with its own database and no demo', () => {
    expect(parseConfig({})).toMatchObject({
      ok: true,
      config: { port: 7300, host: '127.0.0.1', demo: false, pages: true },
    })
  })

  const wrong = [
    { env: { PORT: 'zz' }, says: 'PORT=zz does not work: it has to be a whole number from 0 to 65535.' },
    { env: { WAVEGATE_DEMO: 'maybe' }, says: 'WAVEGATE_DEMO=maybe does not work: it has to be 1 or 0.' },
    {
      env: { WAVEGATE_ORIGINS: 'wavegate.example' },
      says: 'WAVEGATE_ORIGINS=wavegate.example does not work: it has to be origins such as https://wavegate.example, separated by commas.',
    },
    {
      env: { WAVEGATE_REPORT_INTERVAL: '0' },
      says: 'WAVEGATE_REPORT_INTERVAL=0 does not work: it has to be a number from 0.2 to 3600.',
    },
    {
      env: { WAVEGATE_ARTIFACTS: '/mnt/artifacts' },
      says: 'WAVEGATE_ARTIFACTS=/mnt/artifacts does not work: it has to be a bucket such as s3://artifacts or s3://artifacts/wavegate.',
    },
    {
      env: { WAVEGATE_S3_ENDPOINT: 'minio:9000' },
      says: 'WAVEGATE_S3_ENDPOINT=minio:9000 does not work: it has to be an address such as https://minio.example:9000.',
    },
  ]
  it.each(wrong)('$says', ({ env, says }) => expect(parseConfig(env)).toEqual({ ok: false, sentence: says }))

  it('a password in a wrong address is not repeated', () => {
    const parsed = parseConfig({ DATABASE_URL: 'mysql://me:hunter2@db/x' })
    expect(JSON.stringify(parsed)).not.toContain('hunter2')
  })

  it.each([
    ['s3://fleet', ''],
    ['s3://fleet/', ''],
    ['s3://fleet/wavegate', 'wavegate/'],
    ['s3://fleet//a/b/', 'a/b/'],
  ])('%s keeps artifacts in a bucket, under the prefix “%s”', (WAVEGATE_ARTIFACTS, prefix) => {
    expect(parseConfig({ WAVEGATE_ARTIFACTS })).toMatchObject({
      config: { artifacts: { kind: 's3', bucket: 'fleet', prefix, region: 'us-east-1' } },
    })
  })
})
