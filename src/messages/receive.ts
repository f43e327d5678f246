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
