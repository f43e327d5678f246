/** What one stage of a world took. */
export interface Stage {
  name: string
  seconds: number
}

/** Where a world's time goes: each mark ends a stage that began with the one before. */
export class StageClock {
  private readonly stages: Stage[] = []
  private last = performance.now()

  mark(name: string): void {
    const now = performance.now()
    this.stages.push({ name, seconds: (now - this.last) / 1000 })
    this.last = now
  }

  read(): readonly Stage[] {
    return this.stages
  }
}

/** `31 s (world 2, proof 4, browser 0, sweep 24, close 1)`. */
export function spellStages(stages: readonly Stage[]): string {
  const sum = stages.reduce((total, { seconds }) => total + seconds, 0)
  const parts = stages.map(({ name, seconds }) => `${name} ${Math.round(seconds)}`)
  return `${Math.round(sum)} s (${parts.join(', ')})`
}
