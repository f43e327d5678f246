import * as v from 'valibot'

/**
 * `heartbeat` the next look at the link; `sweep` the next ordinary background sweep; `work` when the sweeper wants to be
 * woken: its next batch, a soon-retest, a sweep under way to look after; `upkeep` what can wait.
 */
export const JOB_NAMES = ['heartbeat', 'work', 'sweep', 'upkeep'] as const
export type JobName = (typeof JOB_NAMES)[number]

export interface Job {
  name: JobName
  /** Epoch ms. */
  at: number
}

const JobSchema = v.object({ name: v.picklist(JOB_NAMES), at: v.pipe(v.number(), v.finite()) })
/** What was kept before there was more than one job. */
const OnlySweepSchema = v.object({ sweep: v.pipe(v.number(), v.finite()) })

const KEY = 'jobs'

export interface JobArea {
  get(key: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
}

/** What is due when, kept on the disk: an alarm may be lost with the browser's session, this may not. */
export interface Jobs {
  /** By time. */
  list(): Promise<Job[]>
  at(name: JobName): Promise<number | null>
  set(name: JobName, at: number | null): Promise<void>
}

/** What can be read of a kept list, sorted, each name once; the rest is dropped and comes anew in its own time. */
export function parseJobs(kept: unknown): Job[] {
  const old = v.safeParse(OnlySweepSchema, kept)
  if (old.success) return [{ name: 'sweep', at: old.output.sweep }]
  const entries = Array.isArray(kept) ? kept : []
  const jobs = entries.flatMap((entry) => {
    const job = v.safeParse(JobSchema, entry)
    return job.success ? [job.output] : []
  })
  jobs.sort((a, b) => a.at - b.at)
  return jobs.filter(({ name }, i) => jobs.findIndex((other) => other.name === name) === i)
}

/** A job further ahead than it ever can be was planned before the clock was set back: it comes when it can at the latest. */
export function healed(jobs: readonly Job[], now: number, furthest: Record<JobName, number>): Job[] {
  const inReach = jobs.map(({ name, at }) => ({ name, at: Math.min(at, now + furthest[name]) }))
  return inReach.sort((a, b) => a.at - b.at)
}

/** Soon-retests are no job of their own here: their times lie with the targets they belong to (history). */
export function jobsIn(area: JobArea): Jobs {
  let queue: Promise<unknown> = Promise.resolve()
  const list = async () => parseJobs((await area.get(KEY))[KEY])
  return {
    list,
    async at(name) {
      return (await list()).find((job) => job.name === name)?.at ?? null
    },
    set(name, at) {
      // One after another: each change is made to what the one before has stored.
      const mine = queue.then(async () => {
        const others = (await list()).filter((job) => job.name !== name)
        const jobs = at === null ? others : [...others, { name, at }].sort((a, b) => a.at - b.at)
        await area.set({ [KEY]: jobs })
      })
      queue = mine.catch(() => {})
      return mine
    },
  }
}

/** When to wake next: the earliest of what is due, never in the past; null when nothing is. */
export function earliest(now: number, ...times: readonly (number | null)[]): number | null {
  const due = times.filter((at) => at !== null)
  return due.length === 0 ? null : Math.max(now, Math.min(...due))
}
