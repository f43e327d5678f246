import { isTest } from './tree.ts'

interface Forbidden {
  pattern: RegExp
  why: string
  except?: (path: string) => boolean
}

/** Text that must not stand in any file. Written so that this file does not match itself. */
const FORBIDDEN: readonly Forbidden[] = [
  // A test may speak of the home of `me`, who is nobody.
  {
    pattern: /(?<![\w.-])\/(?:w[o]rk|r[o]ot|h[o]me\/(?!me\/)\w+|U[s]ers\/\w+)\//,
    why: 'a path of one machine',
  },
  { pattern: /(?<![\w.-])\/t[m]p\/[a-z]+/, why: 'a fixed temporary path' },
  { pattern: /registry\.n[p]m|\.n[p]mjs\.|d[e]b\.debian\.org/, why: 'a registry host' },
  { pattern: /\b(?:cl[a]ude|anthr[o]pic|github cop[i]lot)\b/i, why: 'a tool that has no part in it' },
  { pattern: /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/, why: 'work left behind' },
  { pattern: /@ts-(?:ign[o]re|noch[e]ck)|bi[o]me-ignore|esl[i]nt-disable/, why: 'a check switched off' },
  // In a test it asserts that the compiler refuses something; elsewhere it silences the compiler.
  { pattern: /@ts-exp[e]ct-error/, why: 'a check switched off', except: isTest },
  { pattern: /\b(?:it|test|describe)\.on[l]y\b/, why: 'all other tests switched off' },
]

/** One line for each forbidden text: `file:line why: the text`. */
export function forbiddenText(path: string, content: string): string[] {
  return content.split('\n').flatMap((line, index) =>
    FORBIDDEN.flatMap(({ pattern, why, except }) => {
      const found = except?.(path) ? null : pattern.exec(line)
      return found ? [`${path}:${index + 1} ${why}: ${found[0]}`] : []
    }),
  )
}
