import { describe, expect, it } from 'vitest'
import { failureOf } from './failure.ts'

const over = { own: 'deadline', url: 'https://a.test/', stage: null, bodyBegun: false, begun: true } as const
const ABORTED = __BROWSER__ === 'firefox' ? 'NS_BINDING_ABORTED' : 'net::ERR_ABORTED'
const REFUSED = __BROWSER__ === 'firefox' ? 'NS_ERROR_CONNECTION_REFUSED' : 'net::ERR_CONNECTION_REFUSED'

describe('at our deadline', () => {
  it('a request we ended timed out', () => {
    expect(failureOf({ ...over, raw: ABORTED }).code).toBe('timed_out')
    expect(failureOf({ ...over, raw: '' })).toMatchObject({ code: 'timed_out', raw: 'deadline' })
  })
  it('one that the browser ended in that moment failed as the browser says', () => {
    expect(failureOf({ ...over, raw: REFUSED })).toMatchObject({ code: 'tcp.refused', stage: 'connect' })
  })
  it('a body that had begun stalled', () => {
    expect(failureOf({ ...over, raw: ABORTED, bodyBegun: true }).code).toBe('http.response.stalled')
  })
})
