import { browser } from '../platform/browser.ts'
import type { MessageMap, MessageName } from './messages.ts'
import { fromWire, type WireAnswer } from './wire.ts'

/**
 * Asks the background. Rejects with a MessageError (its `code` tells what to do) when the background refused
 * or failed; silence is an error too.
 */
export async function send<K extends MessageName>(
  name: K,
  request: MessageMap[K]['request'],
): Promise<MessageMap[K]['answer']> {
  const answer = (await browser.runtime.sendMessage({ name, request })) as WireAnswer | undefined
  return fromWire<MessageMap[K]['answer']>(answer)
}
