import type { Outcome } from './outcome.ts'

/** Reads a program that ends with a line `N passed, N failed`; its last such line counts. */
export function countLineOutcome(runner: string, exitCode: number, stdout: string, said: string): Outcome {
  const last = [...stdout.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)
  if (!last)
    return { passed: 0, failures: [{ title: `${runner}: printed no "N passed, N failed"`, output: said }] }
  const [, passed, failed] = last.map(Number)
  const failures = Array.from({ length: failed ?? 0 }, (_, index) => ({
    title: `${runner}: ${index + 1} of ${failed} failed`,
    // Which ones is in what it printed; once is enough.
    output: index === 0 ? said : '',
  }))
  if (exitCode !== 0 && failures.length === 0)
    failures.push({ title: `${runner}: ended with ${exitCode}`, output: said })
  return { passed: passed ?? 0, failures }
}
