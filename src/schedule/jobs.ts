import * as v from 'valibot'

/** What is due when, kept on the disk: an alarm may be lost with the browser's session, this may not. */
const JobsSchema = v.object({
  /** The next ordinary background sweep, epoch ms. */
  sweep: v.exactOptional(v.number()),
})
export type JobTimes = v.InferOutput<typeof JobsSchema>
export type JobName = keyof JobTimes

const KEY = 'jobs'

export interface JobArea {
  get(key: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
}

export interface Jobs {
  at(name: JobName): Promise<number | null>
  set(name: JobName, at: number | null): Promise<void>
}

/** Soon-retests are no job of their own here: their times lie with the targets they belong to (history). */
export function jobsIn(area: JobArea): Jobs {
  const load = async (): Promise<JobTimes> => {
    const kept = v.safeParse(JobsSchema, (await area.get(KEY))[KEY])
    return kept.success ? kept.output : {}
  }
  return {
    async at(name) {
      return (await load())[name] ?? null
    },
    async set(name, at) {
      const { [name]: _, ...others } = await load()
      await area.set({ [KEY]: at === null ? others : { ...others, [name]: at } })
    },
  }
}

/** When to wake next: the earliest of what is due, never in the past; null when nothing is. */
export function earliest(now: number, ...times: readonly (number | null)[]): number | null {
  const due = times.filter((at) => at !== null)
  return due.length === 0 ? null : Math.max(now, Math.min(...due))
}
