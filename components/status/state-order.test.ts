import { expect, it } from 'vitest'
import { DEVICE_STATES } from '../../server/protocol/device-state.ts'
import { STATE_ORDER } from './state-order.ts'

it('reads the bytes of the wire as the protocol writes them', () => expect(STATE_ORDER).toEqual(DEVICE_STATES))
