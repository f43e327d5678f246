import { describe, expect, it } from 'vitest'
import { type Step, startAt, stepsFrom } from './chain.ts'

interface Named {
  name: string
}
const first: Named & Step<0, 1> = { from: 0, to: 1, name: 'first' }
const second: Named & Step<1, 2> = { from: 1, to: 2, name: 'second' }
const leap: Named & Step<1, 3> = { from: 1, to: 3, name: 'leap' }

describe('chain', () => {
  const chain = startAt<0, Named>(0).with(first).with(second)

  it('ends at the version of its last step', () => {
    expect(chain.version).toBe(2)
  })

  it.each([
    [0, ['first', 'second']],
    [1, ['second']],
    [2, []],
    [9, []],
  ])('from version %i runs %j', (version, names) => {
    expect(stepsFrom(chain, version).map((step) => step.name)).toEqual(names)
  })

  it('takes a step out of order neither in types nor at run time', () => {
    // @ts-expect-error the chain ends at 0, the step starts at 1
    expect(() => startAt<0, Named>(0).with(second)).toThrow('does not follow')
    // @ts-expect-error the chain ends at 2, the step starts at 0
    expect(() => chain.with(first)).toThrow('does not follow')
    expect(() => startAt<1, Named>(1).with(leap)).toThrow('does not follow')
  })
})
