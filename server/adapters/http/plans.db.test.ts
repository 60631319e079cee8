import { beforeAll, describe, expect, it } from 'vitest'
import { DEMO_POLICY } from '../../domain/rollout/default-policies.ts'
import type { Instant } from '../../protocol/ids.ts'
import { PlanNowView, PlansView, PlanView } from '../../protocol/views/plan-view.ts'
import { StoredFleet } from '../prisma/testing/stored-fleet.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

const ASKED = {
  releaseId: 'r-2.0.0',
  policy: DEMO_POLICY,
  rollbackTested: 'pulled the plug twice',
  communicationPlan: 'The site leads know.',
  successCriteria: 'Inference is faster; the error rate stays.',
}

let house: TestServer
let operator: TestClient
let viewer: TestClient

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  operator = await signIn(house.address, 'operator@demo.wavegate')
  viewer = await signIn(house.address, 'oncall@demo.wavegate')
  const fleet = new StoredFleet(house.db)
  fleet.now = Date.now() as Instant
  await fleet.build(8)
})

const post = async (path: string, body: object = {}, by = operator) => {
  const response = await by.send('POST', `/api/v1${path}`, body)
  return { status: response.status, body: await response.json() }
}
const read = async (path: string, by = viewer) => (await by.get(`/api/v1${path}`)).json()

describe('plans over the API', () => {
  it.each([
    ['what counts as success', { successCriteria: undefined }],
    ['who is told', { communicationPlan: undefined }],
  ])('[R-149] [R-161] without %s is refused, kept or started', async (_, without) => {
    for (const path of ['/plans', '/rollouts'])
      expect((await post(path, { ...ASKED, ...without })).status, path).toBe(400)
    expect(await house.db.rolloutPlan.count()).toBe(0)
  })

  it('are for operators to keep and to start, and for everybody to read and compare', async () => {
    expect((await post('/plans', ASKED, viewer)).status).toBe(403)
    const { number } = (await post('/plans', ASKED)).body
    expect((await post(`/plans/${number}/start`, {}, viewer)).status).toBe(403)
    expect((await post(`/plans/${number}/revise`, {}, viewer)).status).toBe(403)
    expect(PlansView.parse(await read('/plans')).plans.map((row) => row.number)).toEqual([number])
    expect(PlanView.parse(await read(`/plans/${number}`)).starters).not.toEqual([])
    expect(PlanNowView.parse(await read(`/plans/${number}/now`)).changes).toEqual([])
    expect((await viewer.get(`/api/v1/plans/${number + 100}`)).status).toBe(404)
    expect((await viewer.get(`/api/v1/plans/diff?a=${number}&b=${number + 100}`)).status).toBe(404)
    expect((await post('/plans', { ...ASKED, revisionOf: number + 100 })).status).toBe(404)
  })
})

describe('a draft', () => {
  const content = { title: 'app 2.0.0', choices: { releaseId: 'r-2.0.0', successCriteria: 'Fas' }, revisionOf: null }
  const mine = async (by = operator) =>
    ((await read('/drafts', by)) as { drafts: { id: string; version: number }[] }).drafts

  it('is kept as far as it goes, for its owner only', async () => {
    const { body } = await post('/drafts', content)
    expect(await mine()).toMatchObject([{ id: body.id, version: 1, choices: content.choices }])
    expect(await mine(viewer)).toEqual([])
    const stolen = await viewer.send('PUT', `/api/v1/drafts/${body.id}`, { ...content, version: 1 })
    expect(stolen.status).toBe(404)
    expect((await operator.send('DELETE', `/api/v1/drafts/${body.id}`, {})).status).toBe(200)
    expect(await mine()).toEqual([])
  })

  it('two windows do not overwrite each other unseen', async () => {
    const { body } = await post('/drafts', content)
    const put = (title: string) => operator.send('PUT', `/api/v1/drafts/${body.id}`, { ...content, title, version: 1 })
    const [one, other] = [await put('one'), await put('other')]
    expect([one.status, other.status]).toEqual([200, 409])
    expect(await other.json()).toMatchObject({ refusal: { code: 'stale' } })
    expect(await mine()).toMatchObject([{ title: 'one', version: 2 }])
  })
})
