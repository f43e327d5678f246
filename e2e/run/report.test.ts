import { describe, expect, it } from 'vitest'
import { BadArguments, parseArguments } from './arguments.ts'
import { compareScenario } from './compare.ts'
import { scenario, swept } from './fake-ports.ts'
import { columnsFor, renderResult, renderSummary } from './report.ts'
import { troubled } from './result.ts'
import { verdict } from './verdict-fixture.ts'

const one = scenario('sni-reset')
const url = 'https://sni-reset.example/'
const got = verdict({ status: 'blocked', mechanism: 'tls-sni', confidence: 'likely', rules: ['sni.a'] })
const wrong = compareScenario(
  one,
  'chromium',
  [{ network: 'home', targets: [swept(url, { verdict: got })] }],
  null,
)
const right = compareScenario(one, 'chromium', [{ network: 'home', targets: [swept(url)] }], null)
const broken = troubled(one, 'chromium', { error: 'lab-broken', text: 'x' })
const lines = (results: typeof wrong, look = { colour: false, unicode: true }) =>
  results.flatMap((result) => renderResult(result, columnsFor([one]), look))

describe('renderResult', () => {
  it('is one line when all is well', () => {
    expect(lines(right)).toEqual(['✓ sni-reset  chromium  sni-reset.example    10 ms  reachable'])
  })

  it('says what differs and which rules fired', () => {
    expect(lines(wrong)).toEqual([
      '✗ sni-reset  chromium  sni-reset.example    10 ms  blocked tls-sni likely',
      '    status is blocked, expected reachable',
      '    rules: sni.a',
    ])
  })

  it('has no escape sequence unless colours are wanted', () => {
    expect(lines(wrong).join('')).not.toContain('\u001b')
    expect(lines(wrong, { colour: true, unicode: true }).join('')).toContain('\u001b[31m')
  })
})

it('sums up, and keeps mismatches apart from a broken lab', () => {
  expect(renderSummary([...right, ...wrong, ...broken], 'artifacts', 61.4)).toEqual([
    '1 of 3 as expected, 1 not as expected, 1 not judged because the lab was not what the scenario says (61 s)',
    'What was seen is in artifacts',
  ])
  expect(renderSummary(right, 'artifacts', 2)).toEqual(['1 of 1 as expected (2 s)'])
})

describe('parseArguments', () => {
  it('reads run and shell', () => {
    expect(parseArguments(['run', 'a.json', '--json'])).toMatchObject({
      command: 'run',
      files: ['a.json'],
      browsers: ['chromium'],
      json: true,
    })
    expect(parseArguments(['shell', 'a.json']).command).toBe('shell')
    expect(parseArguments([]).command).toBe('help')
  })

  it('takes browsers by name, twice, or both', () => {
    const of = (...argv: string[]) => parseArguments(['run', ...argv]).browsers
    expect(of('--browser', 'firefox')).toEqual(['firefox'])
    expect(of('--browser', 'firefox', '--browser=chromium')).toEqual(['firefox', 'chromium'])
    expect(of('--browser', 'both')).toEqual(['chromium', 'firefox'])
  })

  it.each([
    [['walk']],
    [['run', '--browser', 'opera']],
    [['run', '--fast']],
    [['shell']],
    [['shell', 'a', 'b']],
  ])('refuses %j', (argv) => {
    expect(() => parseArguments(argv)).toThrow(BadArguments)
  })
})
