import * as v from 'valibot'
import { TARGET_GROUPS } from '../../core/model/target.ts'
import { browser, type Runtime } from '../platform/browser.ts'
import { SettingsSchema } from '../settings/settings.ts'
import type { MessageMap, MessageName } from './messages.ts'
import { MessageError, toWire, type WireAnswer } from './wire.ts'

const url = v.pipe(v.string(), v.maxLength(4096))
const pace = v.picklist(['now', 'background'])
const settings = SettingsSchema.entries

const REQUESTS: { [K in MessageName]: v.GenericSchema<unknown, MessageMap[K]['request']> } = {
  'sweep.start': v.strictObject({ pace, urls: v.exactOptional(v.array(url)) }),
  'sweep.stop': v.strictObject({}),
  'target.check': v.strictObject({ url }),
  'target.add': v.strictObject({ url }),
  'target.remove': v.strictObject({ targetId: url }),
  'access.origins': v.strictObject({ urls: v.array(url) }),
  'consent.give': v.strictObject({
    groups: v.record(v.picklist(TARGET_GROUPS), v.boolean()),
    secondOpinions: v.boolean(),
    country: settings.country,
  }),
  'target.interval': v.strictObject({
    targetId: url,
    minutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(7 * 24 * 60))),
  }),
  'network.refresh': v.strictObject({}),
  'network.label': v.strictObject({
    networkId: v.pipe(v.string(), v.maxLength(100)),
    label: v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40))),
  }),
  'history.wipe': v.strictObject({ what: v.picklist(['history', 'everything']) }),
  'history.prune': v.strictObject({}),
  'restore.begin': v.strictObject({ schema: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  'restore.rows': v.strictObject({
    restoreId: v.pipe(v.string(), v.maxLength(100)),
    store: v.pipe(v.string(), v.maxLength(40)),
    rows: v.pipe(v.array(v.unknown()), v.maxLength(2_000)),
  }),
  'restore.end': v.strictObject({ restoreId: v.pipe(v.string(), v.maxLength(100)), cancel: v.boolean() }),
  'settings.update': v.strictObject({
    secondOpinions: v.exactOptional(settings.secondOpinions),
    customResolver: v.exactOptional(settings.customResolver),
    controlHelpers: v.exactOptional(settings.controlHelpers),
    snapshot: v.exactOptional(settings.snapshot),
    transferMegabytes: v.exactOptional(settings.transferMegabytes),
    country: v.exactOptional(settings.country),
    groups: v.exactOptional(settings.groups),
    paused: v.exactOptional(settings.paused),
    intervalMinutes: v.exactOptional(settings.intervalMinutes),
    dailyMegabytes: v.exactOptional(settings.dailyMegabytes),
    dailyRequests: v.exactOptional(settings.dailyRequests),
    onMetered: v.exactOptional(settings.onMetered),
    quietOnVpn: v.exactOptional(settings.quietOnVpn),
    networkLookup: v.exactOptional(settings.networkLookup),
    keepHistory: v.exactOptional(settings.keepHistory),
    keepDays: v.exactOptional(settings.keepDays),
    keepMegabytes: v.exactOptional(settings.keepMegabytes),
  }),
  'fingerprints.import': v.strictObject({
    text: v.string(),
    fileName: v.pipe(v.string(), v.maxLength(1_024)),
  }),
  'fingerprints.remove': v.strictObject({}),
  'fingerprints.info': v.strictObject({}),
}

export type Handlers = {
  [K in MessageName]: (request: MessageMap[K]['request']) => Promise<MessageMap[K]['answer']>
}

/** Only our own pages may ask: not content scripts, not other extensions, not web pages. */
export function isOwnPage(
  sender: Pick<Runtime.MessageSender, 'id' | 'url'>,
  id: string,
  base: string,
): boolean {
  return sender.id === id && (sender.url?.startsWith(base) ?? false)
}

/** Checks, parses and carries out one message. Never rejects: the error is the answer. */
export async function answer(message: unknown, handlers: Handlers): Promise<WireAnswer> {
  try {
    const { name, request } = v.parse(
      v.object({ name: v.picklist(Object.keys(REQUESTS) as MessageName[]), request: v.unknown() }),
      message,
    )
    const parsed = v.safeParse(REQUESTS[name], request)
    if (!parsed.success) throw new MessageError('bad-request', `${name}: ${v.summarize(parsed.issues)}`)
    const handle = handlers[name] as (r: unknown) => Promise<unknown>
    return { ok: true, value: await handle(parsed.output) }
  } catch (error) {
    return toWire(error)
  }
}

/** Registers the listener: call synchronously at top level. */
export function receive(handlers: Handlers): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    if (!isOwnPage(sender, browser.runtime.id, browser.runtime.getURL(''))) {
      return Promise.resolve(toWire(new MessageError('refused', 'Unknown sender')))
    }
    return answer(message, handlers)
  })
}
